"""The colours of the portraits: quiet ones that sit beside the app's warm paper and deep teal."""

Colour = tuple[int, int, int]

SKIN = {
    "porcelain": "#f7dccb",
    "fair": "#f1cbb0",
    "rosy": "#eebfa6",
    "warm": "#ecc49c",
    "olive": "#dbac82",
    "tan": "#c9966a",
    "brown": "#a97550",
    "deep": "#8a5a3e",
    "ebony": "#6b4633",
}
HAIR = {
    "black": "#2b2729",
    "dark_brown": "#43302a",
    "brown": "#644636",
    "chestnut": "#834f36",
    "auburn": "#9b5436",
    "ginger": "#c57b45",
    "dark_blond": "#b18d5c",
    "blond": "#dcb878",
    "salt": "#76716f",
    "grey": "#a5a19d",
    "white": "#e3dfd8",
}
CLOTH = {
    "teal": "#2f6f6c",
    "navy": "#34435f",
    "rust": "#b0603f",
    "mustard": "#cd9a40",
    "plum": "#6d4560",
    "sage": "#7f957c",
    "slate": "#5d6d80",
    "cream": "#ece2cf",
    "charcoal": "#45454c",
    "rose": "#c58385",
    "sky": "#86a9c0",
    "brick": "#98463c",
    "forest": "#3f5f4a",
}
# One tint a hue, the lightness of the app's soft accent, so that no background outshouts a face.
BACKGROUNDS = ("#d5e6e2", "#e8dfcf", "#dfe3ee", "#ecdcd6", "#dde7d5", "#e6dce8", "#d6e3ec", "#efe4c9")


def rgb(code: str) -> Colour:
    """A colour from its "#rrggbb" form."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """`first` with a `share` (0 to 1) of `second` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def luminance(colour: Colour) -> float:
    """How light a colour looks, 0 to 1 (ITU-R BT.601 weights)."""
    red, green, blue = colour
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255

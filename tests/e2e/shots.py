"""Takes the README's pictures from the demo: `make shots`."""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.serving import serve
from tests.e2e.visitor import CHROMIUM_OPTIONS, SIZES, Visitor

FOLDER = Path(__file__).parent.parent.parent / "docs" / "pictures"
# file, device, scheme, page
PICTURES = (
    ("home.png", "desk", "light", ""),
    ("board.png", "desk", "light", "reciprocity"),
    ("board-dark.png", "desk", "dark", "reciprocity"),
    ("members.png", "desk", "light", "members"),
    ("referral-phone.png", "phone", "light", "referrals/new"),
    ("home-phone.png", "phone", "dark", ""),
)
MOST_BYTES = 200_000


def take(chromium: Browser, site: str) -> None:
    """Take every picture as the demo's member sees it."""
    from groupnet.demo.fill import demo_sign_ins

    _, email, password = demo_sign_ins()[0]
    for name, device, scheme, path in PICTURES:
        visitor = Visitor(chromium, site, device, color_scheme=scheme)
        page = visitor.sign_in(email, password).page
        page.set_viewport_size(SIZES[device])
        page.goto(f"{page.url}{path}", wait_until="networkidle")
        page.screenshot(path=FOLDER / name)
        shrink(FOLDER / name)
        visitor.context.close()


def shrink(path: Path) -> None:
    """As small as it gets with all its colours (rare ones mean given and received), else with fewer."""
    from PIL import Image

    with Image.open(path) as file:
        picture = file.convert("RGB")
    picture.save(path, optimize=True)
    if path.stat().st_size > MOST_BYTES:
        picture.quantize(256, kmeans=2).save(path, optimize=True)


def main() -> None:
    """Serve a fresh demo and take the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or "chromium", args=CHROMIUM_OPTIONS
        )
        with serve(Path(folder), "demo") as site:
            take(chromium, site)
        chromium.close()


if __name__ == "__main__":
    main()

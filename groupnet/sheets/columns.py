"""What a sheet may hold: known columns and their synonyms, what is needed, and which row is the header."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from groupnet.sheets.cells import Cell, cell_text, match_key
from groupnet.sheets.words import gettext


@dataclass(frozen=True, slots=True)
class Column:
    """A column we know: our ``name``, other header texts for it (the likeliest first), its name in sentences.

    Header texts match without regard to case, accents, spaces and punctuation. With ``is_one`` every further
    header text that it accepts is one more of this column, such as a day: ``Table.places`` says where.
    """

    name: str
    synonyms: tuple[str, ...] = ()
    label: str = ""
    is_one: Callable[[str], bool] | None = None

    @property
    def words(self) -> str:
        return self.label or self.name.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Need:
    """One thing a sheet must have, and the ways to have it; a way is one or more columns together."""

    ways: tuple[tuple[str, ...], ...]

    def met_by(self, names: set[str]) -> bool:
        return any(names.issuperset(way) for way in self.ways)


def need(*ways: str | tuple[str, ...]) -> Need:
    """``need("name", ("first_name", "last_name"))``: a name, or else a first and a last name."""
    return Need(tuple((way,) if isinstance(way, str) else way for way in ways))


@dataclass(frozen=True)
class Layout:
    """A kind of sheet: its columns and what it needs at least.

    Two columns that claim the same header text are a mistake of the programmer: ValueError.
    """

    name: str
    columns: Sequence[Column]
    needs: Sequence[Need] = field(default=())

    def __post_init__(self) -> None:
        names = {column.name for column in self.columns}
        wanted = {name for need in self.needs for way in need.ways for name in way}
        if not wanted <= names:
            raise ValueError(f"{self.name}: needs columns it does not describe: {wanted - names}")
        owners: dict[str, str] = {}
        for column in self.columns:
            for text in (column.name, *column.synonyms):
                if owners.setdefault(match_key(text), column.name) != column.name:
                    raise ValueError(f"{self.name}: “{text}” is claimed by two columns")

    @cached_property
    def ranks(self) -> Mapping[str, tuple[str, int]]:
        """Header key -> our name and how likely the synonym is (0 the likeliest)."""
        ranks: dict[str, tuple[str, int]] = {}
        for column in self.columns:
            for rank, text in enumerate((column.name, *column.synonyms)):
                ranks.setdefault(match_key(text), (column.name, rank))
        return ranks

    def words_for(self, need: Need) -> str:
        """The need as a person says it: “name” (or “first name” and “last name”)."""
        words = {column.name: f"“{column.words}”" for column in self.columns}
        first, *others = [gettext(" and ").join(words[name] for name in way) for way in need.ways]
        if not others:
            return first
        return gettext("%(one)s (or %(another)s)", one=first, another=gettext(" or ").join(others))


@dataclass(frozen=True)
class Header:
    """A row read as a layout's header: where each known column stands."""

    layout: Layout
    texts: tuple[str, ...]
    positions: Mapping[str, int]
    many: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Where the columns stand of which there may be any number."""

    @property
    def unmet(self) -> list[Need]:
        return [need for need in self.layout.needs if not need.met_by(set(self.positions))]

    @property
    def quality(self) -> tuple[bool, int]:
        """For comparing: first whether it will do, then how many columns are known."""
        return (not self.unmet and bool(self.positions), len(self._named()))

    @property
    def recognised(self) -> tuple[tuple[str, str], ...]:
        """Header text and our name, in the order of the sheet."""
        return tuple((self.texts[position], name) for position, name in sorted(self._named().items()))

    @property
    def unrecognised(self) -> tuple[str, ...]:
        known = self._named()
        return tuple(text for position, text in enumerate(self.texts) if text and position not in known)

    def _named(self) -> dict[int, str]:
        named = {position: name for name, positions in self.many.items() for position in positions}
        return named | {position: name for name, position in self.positions.items()}


def read_header(cells: Sequence[Cell], layout: Layout) -> Header:
    """The row as a header. Of two columns for one name the likelier synonym wins, then the first."""
    texts = tuple(cell_text(cell) for cell in cells)
    best: dict[str, tuple[int, int]] = {}
    for position, text in enumerate(texts):
        name, rank = layout.ranks.get(match_key(text), ("", 0))
        if name and (rank, position) < best.get(name, (len(layout.ranks), 0)):
            best[name] = (rank, position)
    many = _read_many(texts, layout)
    positions = {name: position for name, (_, position) in best.items()}
    return Header(layout, texts, {name: places[0] for name, places in many.items()} | positions, many)


def _read_many(texts: Sequence[str], layout: Layout) -> dict[str, tuple[int, ...]]:
    many: dict[str, tuple[int, ...]] = {}
    for column in layout.columns:
        if column.is_one is None:
            continue
        places = [
            place
            for place, text in enumerate(texts)
            if text and match_key(text) not in layout.ranks and column.is_one(text)
        ]
        if places:
            many[column.name] = tuple(places)
    return many


def best_header(cells: Sequence[Cell], layouts: Sequence[Layout]) -> Header:
    """The row read as the layout it fits best, the first of equals."""
    return max((read_header(cells, layout) for layout in layouts), key=lambda header: header.quality)

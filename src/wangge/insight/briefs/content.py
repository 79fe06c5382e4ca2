"""What a brief says, free of how it looks. Pure; this is what is frozen when a brief is issued.

Parts are those of a 简报: 报头 (masthead), 报核 (title and blocks), 报尾 (footer), then the annex.
A number stands in a paragraph as a run of its own that names its figure, so that a page can open
its rows and an editor can move it but not mistype it.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, Self

REF = re.compile(r"(?P<key>[a-z0-9_]+)(?P<whole>~all)?(?:@(?P<region>[0-9]{1,15}))?")


@dataclass(frozen=True, slots=True)
class Ref:
    """Which number is meant: a figure of the brief's own area and days, or a neighbour of it.

    Written ``key``, ``key@530102009001`` for a smaller area, ``key~all`` for everything up to
    the brief's last day. ``text`` is that form.
    """

    key: str
    region: str = ""
    whole: bool = False

    @classmethod
    def of(cls, text: str) -> Self:
        """The reference that a text is. Raises :class:`ValueError` for any other text."""
        found = REF.fullmatch(text)
        if found is None:
            raise ValueError(f"no reference to a figure: {text}")
        return cls(found["key"], found["region"] or "", bool(found["whole"]))

    @property
    def text(self) -> str:
        """The written form."""
        whole = "~all" if self.whole else ""
        return f"{self.key}{whole}@{self.region}" if self.region else f"{self.key}{whole}"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; ``figure`` is the reference of the number it states, or empty."""

    text: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Body text (level 0) or a heading: 1 for 一、, 2 for (一)."""

    runs: tuple[Run, ...]
    level: int = 0
    kind: Literal["paragraph"] = "paragraph"

    @property
    def text(self) -> str:
        """The words without marks."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a header. The first column is words, the others numbers.

    ``name`` is what the composer knows it by, so that asking again replaces it in its place.
    """

    name: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Run, ...], ...]
    total: tuple[Run, ...] = ()
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of numbers: ``trend`` over weeks or ``bars`` by name.

    ``points`` are (label, series, value); values are plain numbers in ``unit``.
    """

    name: str
    caption: str
    form: Literal["trend", "bars"]
    unit: str
    points: tuple[tuple[str, str, float], ...]
    kind: Literal["chart"] = "chart"


@dataclass(frozen=True, slots=True)
class Photos:
    """Photos side by side, before and after: pairs of (evidence id, caption)."""

    caption: str
    pictures: tuple[tuple[str, str], ...]
    kind: Literal["photos"] = "photos"


Block = Paragraph | Table | Chart | Photos


@dataclass(frozen=True, slots=True)
class Masthead:
    """报头: ``number`` is empty until the brief is issued."""

    name: str
    issuer: str
    day: str
    number: str = ""
    secrecy: str = ""


@dataclass(frozen=True, slots=True)
class Footer:
    """报尾: who it is reported and sent to, who printed how many copies when."""

    report_to: str = ""
    send_to: str = ""
    issue_to: str = ""
    printed_by: str = ""
    printed_on: str = ""
    copies: int = 0


@dataclass(frozen=True, slots=True)
class AnnexLine:
    """What one number was made of: definition, filter, count of rows.

    ``key`` is its reference, ``value`` its digits (empty where it has no value).
    """

    key: str
    name: str
    text: str
    definition: str
    filter: str
    rows: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class AnnexPart:
    """What the parts of the brief's area say of one figure, as 王家桥社区 18项（18行） and so on.

    The definition and the days are those of the figure's own line; the filter is each part.
    """

    name: str
    parts: str


@dataclass(frozen=True, slots=True)
class Content:
    """A whole brief. ``edited`` says that a person changed its words.

    Captions stand without their number, which :meth:`shown` gives them: pictures come and go.
    """

    masthead: Masthead
    title: str
    blocks: tuple[Block, ...]
    footer: Footer = field(default_factory=Footer)
    annex: tuple[AnnexLine, ...] = ()
    edited: bool = False

    def paragraphs(self) -> Iterator[Paragraph]:
        """Its paragraphs and headings, in order."""
        return (block for block in self.blocks if isinstance(block, Paragraph))

    def runs(self) -> Iterator[Run]:
        """Every stretch of its paragraphs and tables, in order."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield from block.runs
            elif isinstance(block, Table):
                for row in (*block.rows, block.total):
                    yield from row

    def figures(self) -> list[str]:
        """References of the numbers that its words and tables state, in order, each once."""
        return list(dict.fromkeys(run.figure for run in self.runs() if run.figure))

    def evidence(self) -> list[str]:
        """Ids of the photos it shows."""
        shown = (block for block in self.blocks if isinstance(block, Photos))
        return [picture for block in shown for picture, _ in block.pictures]

    def annex_whole(self) -> list[AnnexLine]:
        """The lines of the annex that are about the whole area, or alone about a part of it."""
        whole = {Ref.of(line.key).key for line in self.annex if not Ref.of(line.key).region}
        return [
            line
            for line in self.annex
            if not Ref.of(line.key).region or Ref.of(line.key).key not in whole
        ]

    def annex_parts(self) -> list[AnnexPart]:
        """The other lines, which differ from those only in area, a figure each."""
        apart = {line.key for line in self.annex_whole()}
        found: dict[str, list[AnnexLine]] = {}
        for line in self.annex:
            if line.key not in apart:
                found.setdefault(Ref.of(line.key).key, []).append(line)
        return [
            AnnexPart(
                lines[0].name.split("（")[0],
                "；".join(f"{_area(line)}{line.text}（{line.rows}行）" for line in lines),
            )
            for lines in found.values()
        ]

    def shown(self) -> "Content":
        """Itself as shown: captions numbered (表1, 图1), no character that XML bars."""
        counts = {"表": 0, "图": 0}
        blocks: list[Block] = []
        for block in self.blocks:
            if isinstance(block, Paragraph):
                blocks.append(block)
                continue
            mark = "表" if isinstance(block, Table) else "图"
            counts[mark] += 1
            blocks.append(replace(block, caption=f"{mark}{counts[mark]} {block.caption}"))
        return from_json(_clean(as_json(replace(self, blocks=tuple(blocks)))))


def _area(line: AnnexLine) -> str:
    """The area in a line's name: 任务总数（王家桥社区） → 王家桥社区."""
    return line.name.rpartition("（")[2].removesuffix("）").rpartition("，")[2]


def cleaned(text: str) -> str:
    """A text without the characters that XML and databases refuse; line breaks stay."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return "".join(c for c in whole if c in "\n\u3000" or c.isprintable())


def _clean(data: Any) -> Any:
    if isinstance(data, str):
        return cleaned(data)
    if isinstance(data, dict):
        return {key: _clean(value) for key, value in data.items()}
    return [_clean(value) for value in data] if isinstance(data, list | tuple) else data


def as_json(content: Content) -> dict[str, Any]:
    """Plain values for a JSON column."""
    return asdict(content)


def from_json(data: dict[str, Any]) -> Content:
    """The content that :func:`as_json` wrote; other data raise ``KeyError`` or ``TypeError``."""
    return Content(
        masthead=Masthead(**data["masthead"]),
        title=data["title"],
        blocks=tuple(_block(block) for block in data["blocks"]),
        footer=Footer(**data["footer"]),
        annex=tuple(AnnexLine(**line) for line in data["annex"]),
        edited=data["edited"],
    )


def _block(data: dict[str, Any]) -> Block:
    kind = data["kind"]
    if kind == "paragraph":
        return Paragraph(_runs(data["runs"]), data["level"])
    if kind == "table":
        rows = tuple(_runs(row) for row in data["rows"])
        header = tuple(data["header"])
        return Table(data["name"], data["caption"], header, rows, _runs(data["total"]))
    if kind == "chart":
        points = tuple((str(a), str(b), float(c)) for a, b, c in data["points"])
        return Chart(data["name"], data["caption"], data["form"], data["unit"], points)
    pictures = tuple((str(a), str(b)) for a, b in data["pictures"])
    return Photos(data["caption"], pictures)


def _runs(data: list[dict[str, str]]) -> tuple[Run, ...]:
    return tuple(Run(**run) for run in data)

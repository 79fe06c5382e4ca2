"""What a brief says, free of how it looks. Pure; this is what is frozen when a brief is issued.

Parts are those of a 简报: 报头 (masthead), 报核 (title and blocks), 报尾 (footer), then the annex.
A number stands in a paragraph as a run of its own that names its figure, so that a page can open
its rows and an editor can move it but not mistype it.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; ``figure`` is the key of the number it states, or empty."""

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
    """Rows of text under a header. The first column is words, the others numbers."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of numbers: ``trend`` over weeks or ``bars`` by name.

    ``points`` are (label, series, value); values are plain numbers in ``unit``.
    """

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
    """What one number was made of: definition, filter, count of rows."""

    key: str
    name: str
    text: str
    definition: str
    filter: str
    rows: int


@dataclass(frozen=True, slots=True)
class Content:
    """A whole brief."""

    masthead: Masthead
    title: str
    blocks: tuple[Block, ...]
    footer: Footer = field(default_factory=Footer)
    annex: tuple[AnnexLine, ...] = ()

    def paragraphs(self) -> Iterator[Paragraph]:
        """Its paragraphs and headings, in order."""
        return (block for block in self.blocks if isinstance(block, Paragraph))

    def figures(self) -> list[str]:
        """Keys of the numbers its paragraphs state, in order, each once."""
        found = [run.figure for part in self.paragraphs() for run in part.runs if run.figure]
        return list(dict.fromkeys(found))

    def evidence(self) -> list[str]:
        """Ids of the photos it shows."""
        shown = (block for block in self.blocks if isinstance(block, Photos))
        return [picture for block in shown for picture, _ in block.pictures]


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
    )


def _block(data: dict[str, Any]) -> Block:
    kind = data["kind"]
    if kind == "paragraph":
        return Paragraph(tuple(Run(**run) for run in data["runs"]), data["level"])
    if kind == "table":
        rows = tuple(tuple(row) for row in data["rows"])
        return Table(data["caption"], tuple(data["header"]), rows, tuple(data["total"]))
    if kind == "chart":
        points = tuple((str(a), str(b), float(c)) for a, b, c in data["points"])
        return Chart(data["caption"], data["form"], data["unit"], points)
    pictures = tuple((str(a), str(b)) for a, b in data["pictures"])
    return Photos(data["caption"], pictures)

"""Seconds to set one brief in type, first and again; the PDF comes after the DOCX has warmed up.

Both draw their charts with the same engine, whose start the first DOCX pays for.
"""

from functools import cache
from io import BytesIO
from time import perf_counter

from PIL import Image

from wangge.insight.briefs.content import (
    AnnexLine,
    Chart,
    Content,
    Footer,
    Masthead,
    Paragraph,
    Photos,
    Run,
    Table,
)
from wangge.insight.briefs.documents import FORMS

AREAS = [f"第{number}社区" for number in range(1, 10)]


@cache
def picture(evidence: str) -> bytes:
    """A photo of the size that briefs shrink theirs to."""
    out = BytesIO()
    Image.effect_noise((1000, 750), 60).convert("RGB").save(out, "JPEG", quality=85)
    return out.getvalue()


def content() -> Content:
    """A weekly brief of nine communities: three sections, two tables, three charts, four photos."""
    words = "动员全街道上下进一步提高思想认识，坚定信心和决心，用实际行动助力创文。" * 8
    row = tuple(Run(text) for text in ("20", "18", "18", "90.0"))
    table = Table(
        "areas", "各区域", ("区域", "甲", "乙", "丙", "丁"),
        tuple((Run(area), *row) for area in AREAS), (Run("合计"), *row),
    )  # fmt: skip
    weeks = tuple((f"{week}周", "吨", 20.0 + week % 4) for week in range(1, 9))
    bars = tuple((area, "率", 80.0 + n) for n, area in enumerate(AREAS))
    line = AnnexLine("waste", "清理废弃物", "300余吨", "数量之和" * 8, "普吉街道；" * 6, 480)
    return Content(
        Masthead("工作简报", "办公室", "2020年9月2日", "第12期"),
        "关于普吉街道十大专项行动推进情况的简报",
        (
            *(Paragraph((Run(words),)) for _ in range(3)),
            table,
            Chart("a", "覆盖率", "bars", "%", bars),
            table,
            Chart("b", "每周", "trend", "吨", weeks),
            Chart("c", "每周", "trend", "%", weeks),
            Photos("整治前后", tuple((str(n), "整治前后") for n in range(4))),
        ),
        Footer(printed_by="办公室", printed_on="2020年9月2日"),
        (line,) * 30,
    )


def run() -> list[tuple[str, str]]:
    """What was measured, and how long it took."""
    for photo in content().evidence():
        picture(photo)
    lines = []
    for form, make in FORMS.items():
        for which in ("first", "second"):
            start = perf_counter()
            size = len(make(content(), picture))
            took = perf_counter() - start
            lines.append((f"one brief as {form.upper()}, {which}", f"{took:.2f} s, {size:,} bytes"))
    return lines

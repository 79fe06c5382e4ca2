"""The papers themselves: page, lines, characters, fonts, and words that mean something to typst."""

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from wangge.insight.briefs import layout
from wangge.insight.briefs.content import (
    AnnexLine,
    Chart,
    Content,
    Footer,
    Masthead,
    Paragraph,
    Photos,
    Ref,
    Run,
    Table,
    as_json,
    from_json,
)
from wangge.insight.briefs.docx import docx
from wangge.insight.briefs.pdf import pdf

pytestmark = pytest.mark.slow

NASTY = '#let x = 1 $a$ *b* [c] \\n {{ d }} <e> "f" #image("/etc/passwd") \x00\x08\x1b\ufffe 喆堃玥'
CLEAN = '#let x = 1 $a$ *b* [c] \\n {{ d }} <e> "f" #image("/etc/passwd")  喆堃玥'
FULL = "普" * 28 * 30
"""Thirty full lines."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def para(text: str, level: int = 0) -> Paragraph:
    return Paragraph((Run(text),), level)


def cells(*words: str) -> tuple[Run, ...]:
    return tuple(Run(word) for word in words)


def a_brief(body: str = FULL) -> Content:
    return Content(
        Masthead("工作简报", "普吉街道创文办", "2020年9月2日", "第12期"),
        "关于普吉街道十大专项行动推进情况的简报",
        (
            para("一、总体情况", 1),
            Paragraph((Run("共清理"), Run("300余吨", "waste_cleared"), Run("。"))),
            para(body),
            Table("areas", "各区域", ("区域", "吨"), (cells("王家桥", "3"),), cells("合计", "3")),
            Chart("trend", "每周", "trend", "吨", (("6/15", "吨", 3.0), ("6/22", "吨", 5.0))),
            Chart("bars", "区域", "bars", "%", (("王家桥", "率", 90.0), ("大塘", "率", 80.0))),
            Photos("整治前后", (("a", "东巷整治前"), ("b", "东巷整治后"), ("c", "西巷整治后"))),
        ),
        Footer("区总指挥部", "各社区", "", "普吉街道创文办", "2020年9月2日", 60),
        (AnnexLine("waste_cleared", "清理废弃物", "300余吨", "数量之和", "普吉街道", 12, "317"),),
    )


def picture(evidence: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (300, 500) if evidence == "c" else (400, 300), "#789").save(out, "JPEG")
    return out.getvalue()


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} isn't installed")
    return found


def run(*words: str, data: bytes = b"") -> str:
    done = subprocess.run(words, input=data, capture_output=True, check=True)
    return done.stdout.decode()


def lines_of(paper: bytes, sign: str = "普") -> list[tuple[int, float, int]]:
    """(page, top in points, characters) of each line of body text that has ``sign`` in it."""
    told = run(program("pdftotext"), "-bbox-layout", "-", "-", data=paper)
    found = []
    for page, part in enumerate(told.split("<page ")[1:]):
        for line in re.findall(r'<line [^>]*yMin="([\d.]+)"[^>]*>(.*?)</line>', part, re.S):
            words = "".join(re.findall(r"<word [^>]*>(.*?)</word>", line[1]))
            if words.count(sign) > 8:
                found.append((page, float(line[0]), len(words)))
    return found


def holds_the_grid(paper: bytes) -> None:
    """28 characters to a full line, 22 lines to a full page, as the standard asks."""
    lines = lines_of(paper)
    full = [count for _, _, count in lines]
    assert max(full) == layout.CHARACTERS
    assert full.count(layout.CHARACTERS) >= len(full) - 3
    second = sorted(top for page, top, _ in lines if page == 1)
    pitch = (second[-1] - second[0]) / (len(second) - 1)
    assert pitch == pytest.approx(layout.PITCH_PT, abs=0.15)


def full_page(paper: bytes) -> int:
    """Lines on the second page of a brief that is nothing but text."""
    return sum(page == 1 for page, _, _ in lines_of(paper))


def plain_text() -> Content:
    return replace(a_brief(), blocks=(para("普" * 28 * 60),), annex=())


def test_the_same_words_after_storing() -> None:
    assert from_json(as_json(a_brief())) == a_brief()


@pytest.mark.parametrize("text", ["waste_cleared", "waste_cleared~all", "plants@530102009001"])
def test_references_read_back(text: str) -> None:
    assert Ref.of(text).text == text


@pytest.mark.parametrize("text", ["", "Waste", "waste~", "waste@", "waste@x", "a b", "a@1~all"])
def test_what_is_no_reference(text: str) -> None:
    with pytest.raises(ValueError, match="no reference"):
        Ref.of(text)


def test_pdf_page_and_lines() -> None:
    paper = pdf(a_brief(), picture)
    assert re.search(r"Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)", info(paper))
    holds_the_grid(paper)
    assert full_page(pdf(plain_text(), picture)) == layout.LINES


def info(paper: bytes) -> str:
    return run(program("pdfinfo"), "-", data=paper)


def test_pdf_margins() -> None:
    told = run(program("pdftotext"), "-bbox-layout", "-", "-", data=pdf(plain_text(), picture))
    second = told.split("<page ")[2]
    edges = [
        tuple(map(float, edge))
        for edge in re.findall(
            r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">', second
        )
    ]
    body = edges[: layout.LINES]
    point = 72 / 25.4
    assert min(edge[0] for edge in body) == pytest.approx(layout.LEFT_MM * point, abs=1.5)
    right = (layout.PAGE_MM[0] - layout.RIGHT_MM) * point
    assert max(edge[2] for edge in body) == pytest.approx(right, abs=1.5)


def test_pdf_fonts_are_inside_and_no_box_stands_for_a_character(tmp_path: Path) -> None:
    paper = pdf(a_brief("喆堃玥"), picture)
    file = tmp_path / "brief.pdf"
    file.write_bytes(paper)
    fonts = run(program("pdffonts"), str(file)).splitlines()[2:]
    assert fonts
    assert all(re.search(r"\byes\s+yes\s+yes\b", line) for line in fonts)
    text = run(program("pdftotext"), "-", "-", data=paper)
    assert "喆堃玥" in text
    assert "\x00" not in text


def test_the_same_brief_is_the_same_pdf() -> None:
    assert pdf(a_brief(), picture) == pdf(a_brief(), picture)


def everywhere(text: str) -> Content:
    """A brief that says a text wherever a person may have written."""
    brief = a_brief(text)
    return replace(
        brief,
        title=text,
        masthead=replace(brief.masthead, name="简报", issuer=text, secrecy=text),
        footer=Footer(text, text, text, text, text, 1),
        blocks=(
            para(text),
            Table("t", text, (text, text), (cells(text, text),), cells(text, text)),
            Chart("c", text, "bars", text, ((text, text, 1.0), (text, "b", 2.0))),
            Photos(text, (("a", text),)),
        ),
        annex=(AnnexLine("k", text, text, text, text, 1),),
    )


def test_markup_in_words_stays_words() -> None:
    told = run(program("pdftotext"), "-", "-", data=pdf(everywhere(NASTY), picture))
    shown = re.sub(r"\s", "", told)
    assert shown.count("#letx=1$a$*b*[c]\\n{{d}}<e>") >= 8
    assert "root:" not in told
    paper = document(docx(everywhere(NASTY), picture))
    texts = ["".join(part.itertext()) for part in paper.iter(f"{W}p")]
    assert texts.count(CLEAN) >= 8


def document(paper: bytes) -> ElementTree.Element:
    with zipfile.ZipFile(BytesIO(paper)) as parts:
        return ElementTree.fromstring(parts.read("word/document.xml"))


def test_docx_page_grid_and_spacing() -> None:
    body = document(docx(a_brief(), picture))
    for section in body.iter(f"{W}sectPr"):
        size, margin = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        grid = section.find(f"{W}docGrid")
        assert size is not None
        assert margin is not None
        assert grid is not None
        assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")
        sides = {side: int(margin.get(f"{W}{side}", "0")) for side in ("top", "bottom", "left")}
        assert sides == {"top": 2098, "bottom": 1984, "left": 1587}
        assert grid.get(f"{W}type") == "linesAndChars"
        assert grid.get(f"{W}linePitch") == "579"
    spaced = [run for run in body.iter(f"{W}r") if "普普" in "".join(run.itertext())]
    assert spaced
    for part in spaced:
        spacing = part.find(f"{W}rPr/{W}spacing")
        assert spacing is not None
        assert spacing.get(f"{W}val") == "-7"


ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs snapToGrid "
    "spacing ind contextualSpacing jc rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs snapToGrid color spacing w kern position sz szCs lang",
    "tblPr": "tblStyle tblW jc tblBorders tblLayout tblCellMar tblLook",
    "trPr": "cantSplit tblHeader",
    "tcPr": "tcW vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar cols titlePg docGrid",
}
"""The order of children that ECMA-376 asks for, as far as briefs use them."""


@pytest.mark.parametrize("kind", list(ORDER))
def test_docx_elements_stand_in_order(kind: str) -> None:
    order = ORDER[kind].split()
    found = list(document(docx(a_brief(), picture)).iter(f"{W}{kind}"))
    assert found
    for part in found:
        names = [child.tag.removeprefix(W) for child in part]
        assert [name for name in names if name not in order] == []
        assert names == sorted(names, key=order.index)


def test_docx_photos_stand_side_by_side() -> None:
    body = document(docx(a_brief(), picture))
    tables = [t for t in body.iter(f"{W}tbl") if "东巷整治前" in "".join(t.itertext())]
    assert len(tables) == 1
    rows = tables[0].findall(f"{W}tr")
    told = [["".join(cell.itertext()) for cell in row.findall(f"{W}tc")] for row in rows]
    assert told == [["东巷整治前", "东巷整治后"], ["西巷整治后", ""]]


def test_docx_lines_in_a_word_processor(tmp_path: Path) -> None:
    soffice = program("soffice")
    for name, content in (("a", a_brief()), ("b", plain_text())):
        (tmp_path / f"{name}.docx").write_bytes(docx(content, picture))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    run(
        soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path),
        str(tmp_path / "a.docx"), str(tmp_path / "b.docx"),
    )  # fmt: skip
    holds_the_grid((tmp_path / "a.pdf").read_bytes())
    assert full_page((tmp_path / "b.pdf").read_bytes()) == layout.LINES

"""A brief as DOCX, for offices that go on editing in a word processor."""

from collections.abc import Sequence
from io import BytesIO
from math import floor
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from PIL import Image

from wangge.insight.briefs import charts, layout
from wangge.insight.briefs.content import Chart, Content, Paragraph, Photos, Table
from wangge.insight.briefs.pdf import Picture

RED = RGBColor(0xC8, 0x10, 0x2E)
PHOTO_MM = (74, 55)
"""The room for a photo: half a line, four to three."""

PITCH = floor(layout.PITCH_PT * 20)
"""Distance of lines in twentieths of a point; rounded up, the last line would miss the page."""

CLOSER = floor(layout.TRACKING_PT * 20) - 2
"""Spacing of body text in twentieths of a point. Two more than 28 characters need, because word
processors round widths up; a 29th would need fifteen times as much."""

WIDTH = Mm(layout.PAGE_MM[0] - layout.LEFT_MM - layout.RIGHT_MM)


def docx(content: Content, picture: Picture) -> bytes:
    """The brief as DOCX bytes."""
    content = content.shown()
    paper = Document()
    _page(paper)
    _masthead(paper, content)
    _write(paper, content.title, font=layout.SONG, size=layout.TITLE_PT, bold=True, centred=True)
    _write(paper, "")
    for block in content.blocks:
        if isinstance(block, Paragraph):
            _paragraph(paper, block)
        elif isinstance(block, Table):
            _table(paper, block)
        elif isinstance(block, Chart):
            _chart(paper, block)
        else:
            _photos(paper, block, picture)
    _footer(paper, content)
    if content.annex:
        _annex(paper, content)
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


def _page(paper: Any) -> None:
    """A4 with the standard's margins and a grid of 22 lines of 28 characters."""
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(layout.PAGE_MM[0]), Mm(layout.PAGE_MM[1])
    section.top_margin, section.bottom_margin = Mm(layout.TOP_MM), Mm(layout.BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(layout.LEFT_MM), Mm(layout.RIGHT_MM)
    section.footer_distance = Mm(layout.BOTTOM_MM - 11)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(PITCH))
    grid.set(qn("w:charSpace"), str(round(layout.TRACKING_PT * 4096)))
    normal = paper.styles["Normal"]
    normal.font.size = Pt(layout.BODY_PT)
    _font(normal.element.get_or_add_rPr(), layout.BODY)
    _page_number(paper, section)


def _close_up(run: Any) -> None:
    """Set body text 28 to the line by its own spacing, in twentieths of a point.

    Word processors count the page's character grid differently (one of them from the default
    font, in two cells a character), so runs leave that grid and space themselves.
    """
    run.font.snap_to_grid = False
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(CLOSER))
    run._r.rPr.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs")


def _off_grid(line: Any) -> None:
    """Let a paragraph leave the page's grid, and keep the lines by its own exact spacing.

    One word processor widens every character to the grid's cell, whatever its run says.
    """
    free = OxmlElement("w:snapToGrid")
    free.set(qn("w:val"), "0")
    line._p.get_or_add_pPr().insert_element_before(free, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _font(properties: Any, name: str) -> None:
    """Name a font for Chinese as well: Word keeps the two apart."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for slot in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(slot), name)


def _page_number(paper: Any, section: Any) -> None:
    """— 1 — in 4号 on the outer side: right on odd pages, left on even ones."""
    paper.settings.odd_and_even_pages_header_footer = True
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        line = footer.paragraphs[0]
        line.alignment = side
        for part in ("— ", None, " —"):
            run = line.add_run(part or "")
            run.font.size = Pt(layout.SMALL_PT)
            _font(run._r.get_or_add_rPr(), "宋体")
            if part is None:
                for kind in ("begin", "end"):
                    mark = OxmlElement("w:fldChar")
                    mark.set(qn("w:fldCharType"), kind)
                    run._r.append(mark)
                    if kind == "begin":
                        code = OxmlElement("w:instrText")
                        code.text = "PAGE"
                        run._r.append(code)


def _write(
    paper: Any,
    text: str,
    font: str = layout.BODY,
    size: float = layout.BODY_PT,
    *,
    bold: bool = False,
    centred: bool = False,
    indent: int = 0,
    colour: RGBColor | None = None,
    pitch: float = PITCH / 20,
) -> Any:
    """One paragraph; ``indent`` is in characters of the first line, ``pitch`` in points."""
    line = paper.add_paragraph()
    form = line.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
    _off_grid(line)
    if centred:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if indent:
        form.first_line_indent = Pt(size * indent)
    run = line.add_run(text)
    run.font.size, run.bold = Pt(size), bold
    if colour is not None:
        run.font.color.rgb = colour
    _font(run._r.get_or_add_rPr(), font)
    _close_up(run)
    return line


def _rule(line: Any, *sides: str, colour: str, eighths: int) -> None:
    """Rules along sides of a paragraph (top first), their width in eighths of a point."""
    borders = OxmlElement("w:pBdr")
    form = {"val": "single", "sz": str(eighths), "space": "1", "color": colour}
    for side in sides:
        edge = OxmlElement(f"w:{side}")
        for key, value in form.items():
            edge.set(qn(f"w:{key}"), value)
        borders.append(edge)
    line._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _masthead(paper: Any, content: Content) -> None:
    head = content.masthead
    if head.secrecy:
        _write(paper, head.secrecy, font=layout.HEI)
    _write(paper, head.name, layout.SONG, 42, bold=True, centred=True, colour=RED, pitch=56)
    _write(paper, head.number, centred=True)
    line = _write(paper, f"{head.issuer}\t{head.day}")
    line.paragraph_format.tab_stops.add_tab_stop(WIDTH, alignment=2)
    _rule(line, "bottom", colour="C8102E", eighths=12)
    _write(paper, "")


def _paragraph(paper: Any, part: Paragraph) -> None:
    font = {1: layout.HEI, 2: layout.KAI}.get(part.level, layout.BODY)
    line = _write(paper, part.text, font=font, indent=2)
    line.paragraph_format.keep_with_next = part.level > 0
    line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _caption(paper: Any, text: str, *, above: bool) -> None:
    line = _write(paper, text, font=layout.HEI, size=12, centred=True, pitch=22)
    line.paragraph_format.keep_with_next = above


def _table(paper: Any, part: Table) -> None:
    _caption(paper, part.caption, above=True)
    body = [*part.rows, *([part.total] if part.total else [])]
    rows = [part.header, *(tuple(cell.text for cell in row) for row in body)]
    widths = [1.6] + [1.0] * (len(part.header) - 1)
    table = _grid(paper, rows, widths, size=12, numeric=range(1, len(part.header)))
    if part.total:
        for cell in table.rows[-1].cells:
            for run in cell.paragraphs[0].runs:
                run.bold = True


def _grid(
    paper: Any, rows: Sequence[tuple[str, ...]], widths: list[float], size: float, numeric: Any
) -> Any:
    """A ruled table whose first row is repeated on every page."""
    table = paper.add_table(rows=len(rows), cols=len(widths))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    total = sum(widths)
    for column, width in enumerate(widths):
        table.columns[column].width = Emu(int(WIDTH * width / total))
    for number, words in enumerate(rows):
        cells = table.rows[number].cells
        for column, text in enumerate(words):
            cells[column].width = Emu(int(WIDTH * widths[column] / total))
            line = cells[column].paragraphs[0]
            line.paragraph_format.line_spacing = Pt(size * 1.4)
            if number < len(rows) - 1 <= layout.WHOLE_ROWS + 1:
                line.paragraph_format.keep_with_next = True
            _off_grid(line)
            if column in numeric:
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            run = line.add_run(text)
            run.font.size, run.font.snap_to_grid = Pt(size), False
            _font(run._r.get_or_add_rPr(), layout.HEI if number == 0 else layout.BODY)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    return table


def _picture_line(paper: Any) -> Any:
    line = paper.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.space_before = Pt(6)
    line.paragraph_format.line_spacing = 1.0
    _off_grid(line)
    line.paragraph_format.keep_with_next = True
    return line


def _chart(paper: Any, part: Chart) -> None:
    line = _picture_line(paper)
    line.add_run().add_picture(BytesIO(charts.png(part)), width=Mm(146))
    _caption(paper, part.caption, above=False)


def _photos(paper: Any, part: Photos, picture: Picture) -> None:
    """Two to a row in a table without borders, so that before and after stand side by side."""
    _caption(paper, part.caption, above=True)
    table = paper.add_table(rows=(len(part.pictures) + 1) // 2, cols=2)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for row in table.rows:
        whole = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(whole)
    for number, (evidence, words) in enumerate(part.pictures):
        cell = table.cell(number // 2, number % 2)
        line = _picture_line(cell)
        data = picture(evidence)
        line.add_run().add_picture(BytesIO(data), **_fitting(data))
        _write(cell, words, size=11, centred=True, pitch=20)
    for cell in table._cells:
        cell.width = Emu(int(WIDTH / 2))
        # A cell begins with an empty paragraph of its own.
        if len(cell.paragraphs) > 1:
            cell._tc.remove(cell.paragraphs[0]._p)


def _fitting(data: bytes) -> dict[str, Mm]:
    """The size at which a photo fits its half of the line whole."""
    with Image.open(BytesIO(data)) as image:
        width, height = image.size
    if width * PHOTO_MM[1] >= height * PHOTO_MM[0]:
        return {"width": Mm(PHOTO_MM[0])}
    return {"height": Mm(PHOTO_MM[1])}


def _footer(paper: Any, content: Content) -> None:
    foot = content.footer
    lines = [
        f"{mark}{who}"
        for mark, who in (
            ("报：", foot.report_to),
            ("送：", foot.send_to),
            ("发：", foot.issue_to),
        )
        if who
    ]
    _write(paper, "")
    for number, text in enumerate(lines):
        line = _write(paper, text, size=layout.SMALL_PT)
        line.paragraph_format.left_indent = Pt(layout.SMALL_PT)
        line.paragraph_format.keep_with_next = True
        if number == 0:
            _rule(line, "top", colour="000000", eighths=8)
    copies = f"（共印{foot.copies}份）" if foot.copies else ""
    last = _write(paper, f"{foot.printed_by}\t{foot.printed_on}印发{copies}", size=layout.SMALL_PT)
    last.paragraph_format.left_indent = Pt(layout.SMALL_PT)
    last.paragraph_format.tab_stops.add_tab_stop(WIDTH - Pt(layout.SMALL_PT), alignment=2)
    _rule(last, *(("bottom",) if lines else ("top", "bottom")), colour="000000", eighths=8)


def _annex(paper: Any, content: Content) -> None:
    """The annex begins a new page: each number with its definition, filter and count of rows."""
    section = paper.add_section(WD_SECTION.NEW_PAGE)
    section.footer.is_linked_to_previous = True
    _write(paper, "附件", font=layout.HEI)
    _write(paper, "指标口径与依据", layout.SONG, layout.TITLE_PT, bold=True, centred=True, pitch=40)
    rows = [("指标", "数值", "口径", "筛选", "行数")]
    rows += [
        (line.name, line.text, line.definition, line.filter, str(line.rows))
        for line in content.annex_whole()
    ]
    _grid(paper, rows, [1.2, 0.95, 2.2, 2.0, 0.6], size=10.5, numeric=(1, 4))
    if parts := content.annex_parts():
        _caption(paper, layout.PARTS, above=True)
        told = [("指标", "各区域数值及行数"), *((part.name, part.parts) for part in parts)]
        _grid(paper, told, [1.2, 5.75], size=10.5, numeric=())

"""The clerk's week: the round, the street, entries, messages, corrections, sheets, the brief."""

import io
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import Download, Page, expect

from .conftest import NARROW, WIDE, Screen
from .house import photo

STREET = "530102009"
TODAY = date(2020, 9, 2)


def pick(page: Page, label: str, words: str, option: str = "") -> None:
    """Choose in a searched list by typing, as a clerk does."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(words)
    page.get_by_role("option", name=option or words).first.click()


def taken(page: Page, name: str) -> Download:
    """The file that a button gives."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name, exact=True).first.click()
    return download.value


def rows_total(screen: Screen, key: str) -> float:
    """What a figure comes to at the foot of the rows behind it."""
    page = screen.open(f"/insight/figures/{key}/rows/?programme=puji&until={TODAY}")
    foot = page.locator("tfoot strong").first.inner_text()
    return float(re.sub(r"[^\d.]", "", foot))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_round_is_opened_and_its_gaps_are_seen(seats, size):
    clerk = seats("neiqin", size)
    page = clerk.open("/")
    expect(page.get_by_role("heading", name="第 12 轮")).to_be_visible()
    clerk.see("home-clerk")
    page.get_by_role("link", name="进入本轮").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("第12轮")
    expect(page.locator("table.matrix tbody tr")).to_have_count(9)
    clerk.see("round")
    cell = page.locator("table.matrix tbody a.heat").first
    done, all = re.match(r"(\d+)/(\d+)", cell.inner_text()).groups()
    cell.click()
    expect(page.locator(".task-list .card-title")).to_contain_text(f"共{all}项，已完成{done}项")
    page.locator("a.tile", has_text="未覆盖").click()
    expect(page.locator(".task-list .card-title")).to_contain_text("未覆盖")
    assert page.locator(".task-list tbody tr").count() > 10
    clerk.see("round-not-covered")


def test_tasks_are_given_to_a_unit_together(seats):
    clerk = seats("neiqin")
    page = clerk.open(f"/campaigns/week/?show=left&area={STREET}002")
    for row in (0, 1):
        page.locator(".task-list tbody input[name=task]").nth(row).check()
    expect(page.locator("[data-chosen]")).to_contain_text("2 / ")
    page.get_by_role("button", name="指定派发…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("单位").select_option(label="环卫站")
    clerk.check()
    dialog.get_by_role("button", name="派发").click()
    clerk.settled("已办理2项")
    expect(page.locator(".task-list tbody tr").first).to_contain_text("环卫站")


def test_task_is_done_in_the_street_checked_and_another_sent_back(seats, tmp_path):
    leader = seats("wangge01", NARROW)
    page = leader.open("/")
    leader.see("home-leader")
    leader.open("/campaigns/mine/")
    leader.see("mine")
    page.locator("li.card", has_text="陈年垃圾").get_by_role("link", name="填报").click()
    leader.see("do")
    page.set_input_files("#before", photo(tmp_path / "before.jpg", "before", where=True))
    page.set_input_files("#after", photo(tmp_path / "after.jpg", "after"))
    expect(page.locator(".picker-words", has_text="共 1 张照片")).to_have_count(2)
    page.get_by_label("清理乱堆乱放废弃物").fill("1.2")
    page.get_by_label("完成情况").fill("清理墙根积存杂物，清运完毕。")
    leader.see("do-filled")
    page.get_by_role("button", name="填报完成").click()
    leader.settled("已填报，待核查")
    expect(page.locator("h1")).to_contain_text("待核查")
    leader.see("task")

    clerk = seats("neiqin")
    desk = clerk.open(page.url.removeprefix(clerk.base))
    expect(desk.locator(".compare .photo img")).to_have_count(2)
    assert_no_position(desk)
    clerk.see("task-to-check")
    desk.get_by_role("button", name="核查通过").click()
    clerk.settled("核查通过，工作量已计入")
    expect(desk.locator("tr", has_text="清理乱堆乱放废弃物")).to_contain_text("1.2吨")

    clerk.open("/campaigns/week/?show=done")
    desk.locator(".task-list tbody a").first.click()
    desk.get_by_role("button", name="退回").click()
    desk.get_by_role("dialog").get_by_label("原因").fill("照片看不清楚整治效果")
    clerk.check()
    desk.get_by_role("dialog").get_by_role("button", name="退回").click()
    clerk.settled("已退回")
    expect(desk.get_by_text("退回原因：")).to_contain_text("照片看不清楚整治效果")
    clerk.shoot("journey-task-sent-back")


def assert_no_position(page: Page) -> None:
    """The photos that people get carry nothing that the camera wrote."""
    for link in page.locator(".compare .photo a").all():
        answer = page.request.get(page.url.split("/campaigns")[0] + link.get_attribute("href"))
        assert answer.ok and answer.headers["content-type"] == "image/jpeg"
        assert not dict(Image.open(io.BytesIO(answer.body())).getexif())


def test_work_is_entered_by_hand_and_bad_input_is_refused(seats, tmp_path):
    clerk = seats("neiqin")
    page = clerk.open("/work/new/")
    clerk.see("work-new")
    no_photo = tmp_path / "现场.jpg"
    no_photo.write_bytes(b"this is no picture")
    pick(page, "计量项目", "宣传横幅")
    pick(page, "社区或网格", "大塘社区")
    page.get_by_label("数量").fill("4")
    page.get_by_label("保存并直接确认").check()
    page.set_input_files("input[name=after]", no_photo)
    clerk.expected = {422}
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("文件既不是照片")).to_be_visible()
    expect(page.get_by_role("combobox", name="计量项目")).to_have_value(re.compile("宣传横幅"))
    clerk.see("work-refused-photo")

    page.get_by_label("数量").fill("-4")
    page.evaluate("document.querySelector('main form[method=post]').noValidate = true")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("数量必须大于零")).to_be_visible()
    clerk.see("work-refused-amount")

    page.get_by_label("数量").fill("4")
    page.set_input_files("input[name=after]", photo(tmp_path / "横幅.jpg", "after", where=True))
    page.get_by_role("button", name="保存", exact=True).click()
    clerk.settled("已录入并确认")
    expect(page.locator(".photo img")).to_have_count(1)
    expect(page.locator("h1")).to_contain_text("悬挂宣传横幅")
    clerk.see("record")


def test_messages_are_read_and_an_unknown_wording_is_learnt(seats):
    clerk = seats("neiqin")
    page = paste(
        clerk, "王家桥社区", "今日清除河堤淤积点18处，粘贴宣传图画15张。明天计划清运垃圾5车。"
    )
    sent = page.locator(".sent")
    expect(sent.locator(".read-unknown")).to_contain_text("18处")
    expect(sent.locator(".read-draft")).to_contain_text("15张")
    expect(sent.locator(".read-out")).to_contain_text("5车")
    clerk.see("message")
    pick(page, "属于哪个计量项目？", "卫生死角")
    page.get_by_role("button", name="就是它").click()
    clerk.settled("已指定计量项目")
    expect(page.locator(".read-unknown")).to_have_count(1)  # the legend's
    page.get_by_role("button", name="全部确认（2 条）").click()
    clerk.settled("已确认，计入统计")
    expect(sent.locator(".read-confirmed")).to_have_count(2)
    clerk.see("message-confirmed")

    page = paste(clerk, "大塘社区", "今日清除河堤淤积点7处，粘贴宣传图画9张。")
    expect(page.locator(".sent .read-unknown")).to_have_count(0)
    expect(page.locator(".figure-line").first).to_contain_text("清理卫生死角")
    page.get_by_role("button", name="全部确认（2 条）").click()
    clerk.settled("已确认，计入统计")


def paste(clerk: Screen, community: str, text: str) -> Page:
    """Paste what a community sent and have it read."""
    page = clerk.open("/work/messages/new/")
    pick(page, "来自", community)
    page.get_by_label("消息", exact=False).last.fill(text)
    clerk.check()
    page.get_by_role("button", name="识读").click()
    expect(page.locator(".sent")).to_be_visible()
    return page


def test_wrong_figure_is_corrected_in_the_open(seats):
    clerk = seats("neiqin")
    before = rows_total(clerk, "billboards_dismantled")
    page = clerk.open("/work/?measure=billboards_dismantled&state=confirmed")
    expect(page.locator("#totals tfoot")).to_be_visible()
    clerk.see("records")
    page.locator(".work-rows tbody a").first.click()
    was = float(re.search(r"· ([\d.,]+)", page.locator("h1").inner_text())[1])
    page.get_by_role("button", name="更正").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("正确数量").fill(f"{was + 3:g}")
    dialog.get_by_label("原因").fill("现场复核，漏记3个")
    clerk.check()
    clerk.shoot("journey-correct")
    dialog.get_by_role("button", name="更正").click()
    clerk.settled("已更正：原记录作废，以本条为准")
    expect(page.locator(".note", has_text="更正自：")).to_contain_text("现场复核，漏记3个")
    clerk.see("record-corrected")
    page.locator(".note a").click()
    expect(page.locator(".note", has_text="已作废并更正为：")).to_contain_text("漏记3个")
    expect(page.locator(".page-sub .badge")).to_have_text("已作废")
    clerk.see("record-voided")
    assert rows_total(clerk, "billboards_dismantled") == before + 3


def test_sheet_is_taken_whole_or_sent_back(seats, tmp_path):
    clerk = seats("neiqin")
    page = clerk.open("/work/import/")
    clerk.see("import")
    template = tmp_path / "template.xlsx"
    taken(page, "下载模板").save_as(template)
    good = filled(template, tmp_path / "good.xlsx", [("修剪树木", 12), ("粉刷墙面", 80.5)])
    send(page, good)
    expect(page.get_by_text("已导入 2 行草稿")).to_be_visible()
    clerk.see("import-done")
    page.get_by_role("link", name="查看记录").click()
    expect(page.locator(".work-rows tbody tr")).to_have_count(2)

    clerk.open("/work/import/")
    bad = filled(
        template, tmp_path / "bad.xlsx", [("修剪树木", 5), ("修剪月亮", 2), ("粉刷墙面", -1)]
    )
    send(page, bad)
    expect(page.get_by_text("有 2 行出错，整表未导入")).to_be_visible()
    clerk.see("import-returned")
    returned = tmp_path / "returned.xlsx"
    taken(page, "下载退回的表格（含错误说明）").save_as(returned)
    words = [
        str(cell.value)
        for row in load_workbook(returned).worksheets[0]
        for cell in row
        if cell.value
    ]
    assert any("修剪月亮" in one and "没有" in one for one in words), words
    assert any("数量必须大于零" in one for one in words), words
    clerk.open("/work/?text=bad.xlsx")
    expect(page.get_by_text("没有符合条件的记录")).to_be_visible()

    clerk.open("/work/import/")
    no_sheet = tmp_path / "no.xlsx"
    no_sheet.write_bytes(b"PK\x03\x04 cut off")
    send(page, no_sheet)
    expect(page.get_by_text("没有导入任何数据")).to_be_visible()
    clerk.shoot("journey-import-unreadable")


def filled(template: Path, out: Path, rows: list[tuple[str, float]]) -> Path:
    """The template with rows under its headings; each remark names the file."""
    book = load_workbook(template)
    sheet = book.worksheets[0]
    heads = next(row for row in sheet.iter_rows() if any(c.value == "日期" for c in row))
    column = {str(cell.value): cell.column for cell in heads if cell.value}
    for number, (measure, amount) in enumerate(rows, heads[0].row + 1):
        values = {"日期": TODAY, "计量项目": measure, "数量": amount, "社区/网格": f"{STREET}001"}
        for name, value in (values | {"备注": out.name}).items():
            sheet.cell(number, column[name], value)
    book.save(out)
    return out


def send(page: Page, file: Path) -> None:
    """Send a sheet in."""
    page.set_input_files("input[name=file]", file)
    page.get_by_role("button", name="上传").click()


def test_brief_is_drafted_edited_issued_and_stays(seats, tmp_path):
    clerk = seats("neiqin")
    page = clerk.open("/insight/briefs/new/")
    clerk.see("brief-new")
    page.get_by_label("累计").check()
    page.locator("[name=ends_on]").fill(str(TODAY))
    page.get_by_role("button", name="生成草稿").click()
    expect(page.locator(".paper")).to_contain_text("300余吨")
    expect(page.locator(".paper")).to_contain_text("10000余条")
    clerk.see("brief-draft")
    address = page.url.removeprefix(clerk.base)
    page.get_by_role("link", name="修改").click()
    clerk.see("brief-edit")
    box = page.locator("textarea.brief-box:not(.is-heading)").first
    box.fill(box.input_value() + "下一步将持续巩固整治成果。")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".paper")).to_contain_text("下一步将持续巩固整治成果。")

    head = seats("zhuren")
    page = head.open(address)
    page.get_by_role("button", name="印发").click()
    page.get_by_role("dialog").get_by_role("button", name="印发").click()
    head.settled("简报已印发，内容不再变动")
    head.see("brief-issued")
    for form in ("DOCX", "PDF"):
        taken(page, form).save_as(tmp_path / f"brief.{form.lower()}")
    assert_brief_opens(tmp_path)

    clerk.open("/work/?measure=waste_cleared&state=confirmed")
    clerk.page.locator(".work-rows tbody a").first.click()
    clerk.page.get_by_role("button", name="更正").click()
    dialog = clerk.page.get_by_role("dialog")
    dialog.get_by_label("正确数量").fill("150")
    dialog.get_by_label("原因").fill("磅单补录")
    dialog.get_by_role("button", name="更正").click()
    clerk.settled("已更正")
    head.open(address)
    later = page.locator(".brief-corrections tr", has_text="乱堆乱放废弃物").first
    expect(later).to_contain_text("300余吨")
    expect(later).to_contain_text("400余吨")
    expect(page.locator(".paper")).to_contain_text("300余吨")
    head.see("brief-corrected-later")
    phone = seats("zhuren", NARROW)
    phone.open(address)
    phone.see("brief-corrected-later")


def assert_brief_opens(folder: Path) -> None:
    """Both files open, and say what the page says."""
    document = Document(folder / "brief.docx")
    words = "".join(paragraph.text for paragraph in document.paragraphs)
    printed = subprocess.run(
        ["pdftotext", folder / "brief.pdf", "-"], capture_output=True, text=True, check=True
    )
    for text in (words, re.sub(r"\s", "", printed.stdout)):
        assert "300余吨" in text and "10000余条" in text
        assert "下一步将持续巩固整治成果。" in text

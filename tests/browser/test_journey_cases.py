"""One whole life of a case, from a resident's photo to its second opening, and who meets it.

The tests with ``story`` are one story told in order: each begins where the one before ended.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import NARROW, Screen
from .house import photo
from .test_journey_others import FIELDS, words_left

SPOT = (25.124167, 102.663333)
"""Latitude and longitude: the middle of the demo's first grid of Datang (大塘第一网格)."""
BESIDE = (25.124267, 102.663363)
"""Some 12 m from it."""
GRID = "大塘第一网格"
KIND, CHIP, UNIT = "暴露垃圾", "垃圾没人清", "环卫站"
WORDS = "巷口墙根堆了十几袋生活垃圾，招苍蝇，路都走不过去"
BARE = "西景第四网格"
"""A grid that the demo's duty table puts nobody down for."""
HURDLE = "清运车送修，需等备车到位"
WRONG = "隔天又堆了半墙，没有清干净"


@dataclass
class Story:
    """What the story has come to: the resident's link, the case's number and its page."""

    link: str = ""
    number: str = ""
    case: str = ""

    def need(self, part: str) -> None:
        """Skip a test that goes on from where an earlier one failed."""
        if not getattr(self, part):
            pytest.skip(f"the story broke off before this: no {part}")


@pytest.fixture(scope="module")
def story() -> Story:
    return Story()


def line_of(page: Page, case: str) -> Locator:
    """The card of a case in somebody's own list, by the path of its page."""
    return page.locator("ul.mine > li", has=page.locator(f"a[href='{case}']"))


def until(page: Page, path: str, there: Callable[[], Locator], tries: int = 40) -> None:
    """Open a page anew until something stands on it that the clockwork brings within seconds."""
    for _ in range(tries):
        page.goto(path)
        if there().count():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"nothing came to {path}")


def act(screen: Screen, name: str, fill: dict[str, str], button: str | None = None) -> Locator:
    """Open the dialog of an act on a case's page and fill it; the dialog, to be sent."""
    page = screen.page
    link = page.locator("main").get_by_role("button", name=name, exact=True).first
    if not link.is_visible():
        page.locator("main details.menu > summary", has_text="更多").click()
    link.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    for label, text in fill.items():
        dialog.get_by_label(label, exact=False).first.fill(text)
    return dialog


def sent(screen: Screen, dialog: Locator, name: str, said: str) -> None:
    """Send a dialog and see that it was done."""
    dialog.get_by_role("button", name=name, exact=True).click()
    screen.settled(said)


# The resident --------------------------------------------------------------------------------


def test_resident_reports_and_sending_twice_is_once(seats, story, tmp_path):
    resident = seats(None, NARROW, at=SPOT)
    page = resident.open("/report/")
    expect(page.locator("h1")).to_have_text("上报问题")
    resident.see("portal-report")
    page.set_input_files("input[name=photos]", photo(tmp_path / "now.jpg", "before", where=True))
    expect(page.locator("photo-picker img")).to_have_count(1)
    page.get_by_role("button", name="我的位置").click()
    expect(page.locator("#place-said")).to_contain_text("已定位")
    page.get_by_role("textbox", name="说说情况").fill(WORDS)
    perhaps = page.locator(".perhaps button").first
    expect(perhaps).to_be_visible()
    page.locator("label.chip", has_text=CHIP).first.click()
    resident.see("portal-report-filled")
    fields = page.locator("#report").evaluate(FIELDS)
    page.get_by_role("button", name="提交上报").dblclick()
    expect(page.locator("h1")).to_have_text("谢谢，已收到！")
    number = page.locator(".number").inner_text()
    link = page.locator("#link").get_attribute("href")
    resident.see("portal-sent")
    again = page.request.post(
        f"{resident.base}/report/", form=fields, headers={"Referer": f"{resident.base}/report/"}
    )
    assert again.ok and number in again.text()

    page.get_by_role("link", name="查看进展").click()
    expect(page.locator("h1")).to_have_text("已收到，街道正在查看")
    expect(page.locator("main")).to_contain_text(WORDS)
    expect(page.locator(".shots img")).to_have_count(1)
    resident.see("portal-status")
    story.number, story.link = number, link


def test_neighbour_is_shown_it_and_joins(seats, story):
    story.need("link")
    neighbour = seats(None, NARROW, at=BESIDE)
    page = neighbour.open("/report/")
    page.get_by_role("button", name="我的位置").click()
    expect(page.locator("#place-said")).to_contain_text("已定位")
    page.get_by_role("textbox", name="说说情况").fill("墙根一大堆垃圾袋没人收")
    same = page.locator(".alike li", has_text=story.number)
    expect(same).to_contain_text("10 米")
    neighbour.see("portal-alike")
    same.get_by_role("button", name="我也遇到").click()
    expect(page.locator(".number")).to_have_text(story.number)
    link = page.locator("#link").get_attribute("href")
    assert link != story.link
    page.get_by_role("link", name="查看进展").click()
    expect(page.locator("main")).not_to_contain_text(WORDS)  # another's words stay theirs
    neighbour.see("portal-joined")


# The patroller -------------------------------------------------------------------------------


def test_patroller_reports_with_one_hand(seats, story, tmp_path):
    story.need("link")
    leader = seats("wangge05", NARROW, at=BESIDE)
    page = leader.open("/cases/report/")
    expect(page.locator("[data-where]")).to_contain_text(GRID)
    near = page.locator(".near-row", has_text=story.number)
    expect(near.get_by_role("button", name="就是这件")).to_be_visible()
    leader.see("patrol-report")
    page.set_input_files("#before", photo(tmp_path / "cover.jpg", "before"))
    page.get_by_role("textbox", name="问题描述").fill("人行道上路灯不亮，灯杆倾斜")
    guess = page.locator("[data-guess] button").first
    expect(guess).to_contain_text("可能是")
    guess.click()
    expect(guess).to_have_attribute("aria-pressed", "true")
    leader.see("patrol-report-filled")
    page.get_by_role("button", name="提交上报").click()
    expect(page.locator("h1")).to_have_text("已上报")
    assert re.fullmatch(r"PJ-\d{8}-\d+", page.locator(".report-number").inner_text())
    leader.see("patrol-reported")


# The office ----------------------------------------------------------------------------------


def test_clerk_files_and_dispatches(seats, story):
    story.need("link")
    clerk = seats("neiqin")
    page = clerk.open("/cases/?queue=accept")
    expect(page.locator(".case-rows .light").first).to_be_visible()
    clerk.see("cases-accept")
    page.get_by_label("编号、地址或文字").fill(story.number)
    page.get_by_role("button", name="查询").click()
    row = page.locator(".case-rows tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(KIND)
    clerk.see("cases-found")
    row.get_by_role("link", name="立案").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("combobox", name="类别")).to_have_value(re.compile(KIND))
    clerk.see("case-file")
    sent(clerk, dialog, "立案", "已立案，请派遣")
    story.case = page.url.removeprefix(clerk.base).split("?")[0]
    expect(page.locator("h1")).to_contain_text("已立案，待派遣")
    clerk.see("case-filed")
    page.get_by_role("button", name=f"派遣至 {UNIT}").click()
    clerk.settled("已派遣")
    expect(page.locator("h1")).to_contain_text("处置中")
    clerk.see("case-dispatched")


def test_clerk_acts_on_a_selection_and_each_row_says_what_became_of_it(seats):
    clerk = seats("neiqin")
    page = clerk.open("/cases/?queue=accept&until=2020-09-01")
    rows = page.locator(".case-rows tbody tr")
    named = rows.filter(has_not_text="尚无类别").filter(has_not_text=BARE).first
    nameless = rows.filter(has_text="尚无类别").first
    for row in (named, nameless):
        row.get_by_role("checkbox").check()
    clerk.see("cases-chosen")
    page.get_by_role("button", name="立案并按建议派遣").click()
    expect(page.locator(".page-sub")).to_have_text("1 件已完成，1 件未完成")
    expect(page.locator("main")).to_contain_text("该案件还没有类别，请打开案件选择类别")
    clerk.see("cases-outcome")
    expect(page.locator("[name=case]")).to_be_checked()
    page.get_by_role("button", name="不予受理…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("原因").fill("与前一件重复，照片看不清位置")
    clerk.see("cases-refuse")
    dialog.get_by_role("button", name="不予受理").click()
    expect(page.locator(".page-sub")).to_have_text("1 件已完成，0 件未完成")
    expect(page.locator("main")).to_contain_text("不予受理")
    page.get_by_role("link", name="返回列表").click()
    expect(page.locator(".case-rows, .empty")).to_be_visible()


# The unit ------------------------------------------------------------------------------------


def test_unit_is_told_and_handles_it(seats, story, tmp_path):
    story.need("case")
    handler = seats("huanwei", NARROW)
    page = handler.open("/")
    handler.see("home-handler")
    notice = page.locator(".notice", has_text=f"{story.number} 已派给您")
    until(page, f"{handler.base}/notices/", lambda: notice)
    expect(page.locator("[data-bell-number]")).to_be_visible()
    handler.see("notices")
    page.get_by_role("link", name=re.compile(story.number)).first.click()
    expect(page.locator("h1")).to_contain_text(story.number)
    handler.open("/cases/mine/")
    handler.see("cases-mine-handler")
    handle(handler, story, tmp_path, "垃圾已清运，墙根冲洗干净。")


def handle(handler: Screen, story: Story, folder, words: str) -> None:
    """Report the story's case as handled from one's own list, with two photos and a quantity."""
    page = handler.open("/cases/mine/")
    line_of(page, story.case).get_by_role("link", name="反馈处置结果").click()
    page.set_input_files("#before", photo(folder / "before.jpg", "before"))
    page.set_input_files("#after", photo(folder / "after.jpg", "after"))
    expect(page.locator("photo-picker img")).to_have_count(2)
    page.get_by_role("textbox", name="处置情况").fill(words)
    box = page.get_by_role("combobox", name="计量项目")
    box.click()
    box.fill("清运")
    page.get_by_role("option").first.click()
    page.get_by_label("数量", exact=True).first.fill("2")
    handler.see("case-handle")
    page.get_by_role("button", name="反馈处置结果").click()
    handler.settled("已反馈，等待核查")


def test_unit_asks_for_time_and_the_head_grants_it(seats):
    handler = seats("huanwei", NARROW)
    page = handler.open("/cases/mine/")
    page.locator("ul.mine > li.light-edge-green").last.get_by_role("link", name="反馈").click()
    page.get_by_role("button", name="申请延时").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("延长时间").fill("2")
    dialog.get_by_label("时间单位").select_option(label="工作日")
    dialog.get_by_label("原因").fill(HURDLE)
    handler.see("case-extend")
    sent(handler, dialog, "申请延时", "已提交申请")
    handler.see("case-asked")

    head = seats("zhuren")
    desk = head.open("/cases/requests/")
    row = desk.locator(".request-rows tbody tr", has_text=HURDLE)
    expect(row).to_contain_text("2 工作日")
    head.see("cases-requests")
    row.get_by_role("checkbox").check()
    desk.get_by_role("button", name="批准…").click()
    desk.get_by_role("dialog").get_by_label("答复").fill("同意，仅此一次")
    head.check()
    desk.get_by_role("dialog").get_by_role("button", name="批准").click()
    expect(desk.locator(".page-sub")).to_have_text("1 件已完成，0 件未完成")
    head.open("/cases/requests/?show=decided")
    expect(desk.locator("tbody tr", has_text=HURDLE)).to_contain_text("同意，仅此一次")
    head.see("cases-requests-decided")


# The inspector -------------------------------------------------------------------------------


def test_inspector_sends_it_back_once_then_passes_it(seats, story, tmp_path):
    story.need("case")
    inspector = seats("jiancha1", NARROW)
    page = inspector.open("/cases/mine/")
    inspector.see("cases-mine-inspector")
    look(inspector, story, tmp_path)
    page.get_by_role("textbox", name="文字说明").fill(WRONG)
    inspector.see("case-verify")
    page.get_by_role("button", name="未解决").click()
    inspector.settled("已退回责任单位返工")

    handler = seats("huanwei", NARROW)
    desk = handler.open("/cases/mine/")
    expect(desk.locator("ul.mine > li").first).to_contain_text("返工")  # what came back is on top
    expect(line_of(desk, story.case)).to_contain_text("返工")
    handler.see("cases-mine-rework")
    handle(handler, story, tmp_path, "第二次清运，并在墙根加摆花箱。")

    look(inspector, story, tmp_path)
    expect(page.locator("main")).to_contain_text("第二次清运")
    page.get_by_role("button", name="已解决").click()
    inspector.settled("核查通过")


def look(inspector: Screen, story: Story, folder) -> None:
    """Go from one's own list to the page on which the story's case is judged, with a photo."""
    page = inspector.open("/cases/mine/")
    line_of(page, story.case).get_by_role("link", name="现场核查").click()
    expect(page.locator(".compare .photo img").first).to_be_visible()
    page.set_input_files("#after", photo(folder / "seen.jpg", "after seen"))


# Its end, and its second beginning -----------------------------------------------------------


def test_resident_reopens_what_the_clerk_closed(seats, story):
    story.need("case")
    clerk = seats("neiqin")
    desk = clerk.open(story.case)
    clerk.see("case-verified")
    sent(clerk, act(clerk, "结案", {}), "结案", "已结案")
    clerk.see("case-closed")

    resident = seats(None, NARROW)
    page = resident.open(story.link)
    expect(page.locator("h1")).to_have_text("已结案")
    resident.see("portal-closed")
    page.locator(".chip", has_text="未解决").click()
    page.get_by_role("button", name="提交评价").click()
    expect(page.locator(".notice")).to_contain_text("您的评价已记录")
    page.get_by_text("没有解决，要求重新处理").click()
    page.get_by_label("还有什么问题？").fill("今早又堆满了，还是没人管")
    resident.see("portal-reopen")
    page.get_by_role("button", name="要求重新处理").click()
    expect(page.locator(".notice")).to_contain_text("已重新受理")
    resident.see("portal-reopened")
    again = page.request.post(
        f"{resident.base}{story.link}reopen/", form={"id": str(uuid4()), "reason": "再来一次"}
    )
    assert again.status == 422

    clerk.open(story.case)
    expect(desk.locator("h1")).to_contain_text("已立案，待派遣")
    expect(desk.locator(".timeline-list li").last).to_contain_text("重新办理")
    expect(desk.locator(".timeline-list li").last).to_contain_text("今早又堆满了")
    clerk.see("case-reopened")


def test_no_case_is_reopened_twice(seats, house):
    links = json.loads((house.home / "demo-logins.json").read_text())["links"]
    resident = seats(None, NARROW)
    page = resident.open(f"/report/s/{links['reopened']}/")
    expect(page.locator("h1")).to_have_text("已结案")
    expect(page.locator("main")).to_contain_text("已重新打开过一次")
    expect(page.get_by_role("button", name="要求重新处理")).to_have_count(0)
    resident.see("portal-reopened-once")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_text("Case closed")
    assert not words_left(page)
    resident.see("english-portal-status")

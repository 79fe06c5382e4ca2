"""Who looks on, who looks elsewhere, who presses twice, and who reads English."""

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from .conftest import NARROW, Screen
from .test_journey_clerk import STREET, pick

FIELDS = """form => Object.fromEntries(
    [...new FormData(form)].filter(([name, value]) => typeof value === "string"))"""
"""What a form would send, without its files."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def posted(screen: Screen, path: str, **fields: str) -> int:
    """The status of a form sent straight to an address, past any greyed button."""
    cookies = {one["name"]: one["value"] for one in screen.page.context.cookies()}
    answer = screen.page.request.post(
        screen.base + path,
        form={"csrfmiddlewaretoken": cookies["csrftoken"], "id": str(uuid4()), **fields},
        headers={"Referer": screen.base + "/"},
        max_redirects=0,
    )
    return answer.status


def first_link(page: Page, inside: str) -> str:
    """The path of the first link in a part of a page."""
    path = page.locator(f"{inside} a").first.get_attribute("href")
    assert path is not None
    return path


def test_inspector_sees_everything_and_changes_nothing(seats):
    inspector = seats("jigongwei")
    page = inspector.open("/journal/")
    assert page.locator(".journal tbody tr").count() > 10
    inspector.see("journal")

    inspector.open("/campaigns/week/?show=done")
    expect(page.locator(".task-list input[name=task]")).to_have_count(0)
    task = first_link(page, ".task-list tbody")
    inspector.open(task)
    for name in ("填报完成", "核查通过", "退回", "派发", "取消任务"):
        button = page.locator("main").get_by_role("button", name=name)
        expect(button).to_be_disabled()
        expect(button).to_have_attribute("title", re.compile("您的岗位没有此权限"))
    inspector.see("task-inspector")
    state = page.locator("h1").inner_text()

    inspector.open("/work/?state=confirmed")
    record = first_link(page, ".work-rows tbody")
    inspector.open(record)
    expect(page.get_by_role("button", name="更正")).to_be_disabled()
    expect(page.get_by_role("button", name="作废")).to_be_disabled()
    inspector.open("/work/new/")
    expect(page.locator("main form")).to_have_count(0)
    inspector.see("work-new-inspector")

    for path, fields in (
        (f"{task}check/", {}),
        (f"{record}void/", {"reason": "不该由我作废"}),
        (f"{record}correct/", {"amount": "1", "qualifier": "exact", "reason": "不该由我更正"}),
        ("/campaigns/programmes/new/", {"name": "不该由我新增"}),
    ):
        # Back to the page with a refusal on it, or a page that says so.
        assert posted(inspector, path, **fields) in (302, 403), path
    inspector.open(task)
    assert page.locator("h1").inner_text() == state
    inspector.open(record)
    expect(page.locator(".page-sub .badge")).to_have_text("已确认")
    expect(page.locator("main")).not_to_contain_text("不该由我")


def test_guessed_address_looks_as_if_nothing_were_there(seats):
    clerk, leader = seats("neiqin"), seats("wangge01", NARROW)
    task = first_link(clerk.open(f"/campaigns/week/?show=all&area={STREET}002"), ".task-list tbody")
    record = first_link(clerk.open(f"/work/?region={STREET}002"), ".work-rows tbody")
    shown = []
    for path in (task, record, f"/work/{uuid4()}/", f"/campaigns/tasks/{uuid4()}/"):
        page = leader.open(path, expect=404)
        shown.append(page.locator("h1").inner_text())
    assert set(shown) == {"没有找到"}
    leader.see("not-found")
    passer_by = seats()
    expect(passer_by.open(task).locator("h1")).to_have_text("登录")
    passer_by.see("sign-in")


def test_company_sees_only_its_own(seats):
    company = seats("wuye")
    page = company.open("/")
    company.see("home-company")
    company.open("/work/new/")
    pick(page, "计量项目", "修剪树木")
    pick(page, "社区或网格", "普吉社区")
    page.get_by_label("数量").fill("6")
    expect(page.get_by_label("保存并直接确认")).to_have_count(0)
    page.get_by_role("button", name="保存", exact=True).click()
    company.settled("已存为草稿")
    rows = page.locator(".work-rows tbody tr")
    company.open("/work/?state=draft")
    expect(rows).to_have_count(1)
    company.open("/work/")
    shown = rows.all_inner_texts()  # with what its handled cases came to
    assert shown and all("青松物业服务有限公司" in row for row in shown), shown
    company.see("work-company")
    clerk = seats("neiqin")
    record = first_link(clerk.open(f"/work/?region={STREET}003"), ".work-rows tbody")
    company.open(record, expect=404)


def test_same_form_sent_twice_is_one_record(seats):
    clerk = seats("neiqin")
    page = clerk.open("/work/new/")
    words = f"重复提交{uuid4().hex[:8]}"
    pick(page, "计量项目", "更换井盖")
    pick(page, "社区或网格", "普吉社区")
    page.get_by_label("数量").fill("2")
    page.get_by_label("备注").fill(words)
    form = page.locator("main form[method=post]")
    fields = form.evaluate(FIELDS)
    page.get_by_role("button", name="保存", exact=True).dblclick()
    clerk.settled("已存为草稿")
    page.go_back()
    answer = page.request.post(
        f"{clerk.base}/work/new/", multipart=fields, headers={"Referer": f"{clerk.base}/work/new/"}
    )
    assert answer.ok and "/work/new" not in answer.url
    clerk.open(f"/work/?text={words}")
    expect(page.locator(".work-rows tbody tr")).to_have_count(1)


def test_pages_are_read_in_english_and_back(seats):
    clerk = seats("neiqin", anew=True)
    page = clerk.open("/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    for path, heading in (
        ("/", "Good day"),
        ("/campaigns/week/", "Round 12"),
        ("/cases/?queue=handle", "Cases"),
        ("/work/", "Work records"),
        ("/insight/board/", ""),
        ("/insight/briefs/", "Briefs"),
        ("/insight/evaluation/", "Evaluation"),
    ):
        clerk.open(path)
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.locator("h1")).to_contain_text(heading)
        assert not words_left(page), (path, words_left(page))
        clerk.see("english" + path.replace("/", "-").rstrip("-"))
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def words_left(page: Page) -> list[str]:
    """Chinese left among the program's words: headings of cards and tables, labels, buttons."""
    words = page.locator(
        "main table:not(.matrix) thead th, main .card-title, main label, main .btn, .side-nav a,"
        " main .tile-label, main .page-sub .badge"
    ).all_inner_texts()
    return [word for word in words if CHINESE.search(word)]

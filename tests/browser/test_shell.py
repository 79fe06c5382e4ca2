"""The shell in a browser: every part on a wide and a narrow screen, by eye, hand and ear."""

import pytest
from PIL import Image
from playwright.sync_api import expect

from wangge.people.tests.cast import Cast, make_cast

from .conftest import NARROW, WIDE

GALLERY = "wangge.desk.tests.gallery"


@pytest.fixture
def people(transactional_db) -> Cast:
    return make_cast()


@pytest.fixture
def gallery(settings) -> str:
    settings.ROOT_URLCONF = GALLERY
    return "/gallery/"


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_parts_are_accessible(screens, people, gallery, size):
    screen = screens(people.account("clerk"), size)
    screen.open(gallery + "?said=1")
    screen.page.wait_for_selector("[data-chart=weeks] svg")
    screen.check()
    screen.shoot("gallery")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("who", ["clerk", "leader", "commander"])
def test_home(screens, people, who, size):
    screen = screens(people.account(who), size)
    screen.open("/")
    screen.check()
    screen.shoot(f"home-{who}")


def test_trouble_pages(screens, people, gallery):
    screen = screens(people.account("clerk"))
    for kind, status in (("refused", 403), ("missing", 404), ("conflict", 409), ("invalid", 422)):
        screen.open(f"/gallery/{kind}/", expect=status)
        screen.check()
    screen.shoot("trouble")


def test_thumb_targets_are_large_enough(screens, people, gallery):
    screen = screens(people.account("clerk"), NARROW)
    screen.open(gallery)
    for place in screen.page.locator(".tabs a, .tabs summary, main .btn:not(.btn-sm)").all():
        box = place.bounding_box()
        if box and place.is_visible():
            assert box["height"] >= 44, place.inner_text()
            assert box["width"] >= 40, place.inner_text()


def test_menus_close_and_give_focus_back(screens, people, gallery):
    screen = screens(people.account("clerk"), NARROW)
    page = screen.open(gallery)
    menu = page.locator(".tabs details")
    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_first_tab_skips_to_the_content(screens, people):
    page = screens(people.account("clerk")).open("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_spans_of_days(screens, people, gallery):
    page = screens(people.account("clerk")).open(gallery)
    page.get_by_role("button", name="上周").click()
    assert page.input_value("[name=since]") == "2020-08-24"
    assert page.input_value("[name=until]") == "2020-08-30"
    page.get_by_role("button", name="截至今日").click()
    assert page.input_value("[name=since]") == "2020-06-08"
    assert page.input_value("[name=until]") == "2020-09-02"
    expect(page.get_by_role("button", name="截至今日")).to_have_attribute("aria-pressed", "true")


def test_tree_is_searched_and_chosen_by_keyboard(screens, people, gallery):
    screen = screens(people.account("clerk"))
    page = screen.open(gallery)
    box = page.get_by_role("combobox", name="社区或网格")
    box.click()
    box.fill("第一网格")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.eval_on_selector("#area", "box => box.value") == "530102009001001"
    expect(box).to_have_value("王家桥第一网格")
    expect(box).to_have_attribute("aria-expanded", "false")
    screen.check()


def test_reason_is_asked_before_something_is_undone(screens, people, gallery):
    screen = screens(people.account("clerk"))
    page = screen.open(gallery)
    page.get_by_role("button", name="作废").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator("#undo-reason")).to_be_focused()
    screen.check()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert page.evaluate("document.activeElement.textContent").strip() == "作废"
    expect(page.get_by_role("button", name="退回")).to_be_disabled()


def test_photos_are_shown_made_smaller_and_taken_out(screens, people, gallery, tmp_path):
    large = tmp_path / "现场.jpg"
    Image.effect_noise((4000, 3000), 60).convert("RGB").save(large, quality=95)
    screen = screens(people.account("clerk"))
    page = screen.open(gallery)
    page.set_input_files("input[type=file]", [str(large)])
    words = page.locator(".picker-words")
    expect(words).to_contain_text("共 1 张照片")
    expect(words).to_contain_text("已压缩")
    held = "input => [...input.files].map(file => file.size)"
    assert page.eval_on_selector("input[type=file]", held)[0] < large.stat().st_size
    page.get_by_role("button", name="移除 现场.jpg").click()
    assert page.eval_on_selector("input[type=file]", held) == []
    screen.check()


def test_a_form_is_sent_once(screens, people, gallery):
    page = screens(people.account("clerk")).open(gallery)
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    page.evaluate("""() => {
        const form = document.getElementById("entry");
        form.noValidate = true;
        const button = form.querySelector("button.btn-primary");
        button.click(); button.click(); form.requestSubmit();
    }""")
    expect(page.locator("#id_name_error")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert len(sent) == 1


def test_leaving_unsaved_words_asks_first(screens, people, gallery):
    page = screens(people.account("clerk")).open(gallery)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("#entry [name=remark]").type("还没写完")
    page.goto(page.url + "?again=1")
    assert asked == ["beforeunload"]


def test_a_refusal_inside_a_page_is_a_notice(screens, people, gallery):
    screen = screens(people.account("clerk"))
    page = screen.open(gallery)
    screen.expected = {403}
    page.get_by_role("button", name="取", exact=True).click()
    expect(page.locator("#toasts [role=alert]")).to_contain_text("无权办理")
    page.locator("#toasts [data-dismiss]").click()
    expect(page.locator("#toasts [role=alert]")).to_have_count(0)
    screen.check()


def test_language_is_switched_and_kept(screens, people):
    screen = screens(people.account("clerk"))
    page = screen.open("/")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Good day, clerk")
    assert page.get_attribute("html", "lang") == "en"
    page.reload()
    expect(page.get_by_role("button", name="中文")).to_be_visible()
    screen.check()


def test_wall_mode_has_nothing_to_press(screens, people, gallery):
    screen = screens(people.account("commander"))
    page = screen.open(gallery + "?wall=1")
    expect(page.locator(".side, .top, .tabs")).to_have_count(0)
    screen.shoot("wall")
    screen.check()


def test_scripts_from_elsewhere_are_kept_out(screens, people, gallery):
    page = screens(people.account("clerk")).open(gallery)
    ran = page.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "window.intruder = true";
        document.body.append(script);
        return window.intruder === true;
    }""")
    assert not ran

"""The shell's frame and parts, errors as pages, and the home page of each of the cast."""

from datetime import date
from uuid import UUID

import pytest
from django.core.cache import cache
from django.template import engines
from django.test import Client

from wangge.desk.navigation import SECTIONS, Link, Section, for_the_thumb, links
from wangge.desk.tests.gallery import Entry
from wangge.people.rules import RIGHTS, Acting, PostKind, Right

GALLERY = "wangge.desk.tests.gallery"


@pytest.fixture(autouse=True)
def fresh_names() -> None:
    cache.clear()


@pytest.fixture
def gallery(settings) -> str:
    settings.ROOT_URLCONF = GALLERY
    return "/gallery/"


@pytest.fixture
def clerk(cast, client) -> Client:
    client.force_login(cast.account("clerk"))
    return client


def post_of(kind: PostKind) -> Acting:
    return Acting(UUID(int=1), "somebody", UUID(int=2), "post", kind, "530102009")


def rendered(text: str, **context: object) -> str:
    return engines["django"].from_string(text).render(context)


def test_page_names_office_post_and_sections(clerk, gallery):
    for page in (clerk.get(gallery).content.decode(), clerk.get("/").content.decode()):
        assert "专项行动" in page
    for words in ("普吉街道", "clerk", "首页", "退出登录", "跳到正文", 'aria-current="page"'):
        assert words in page


def test_content_security_policy_allows_no_script_of_others(clerk, gallery):
    answer = clerk.get(gallery)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "script-src" not in policy or "unsafe-inline" not in policy.split("script-src")[1]
    page = answer.content.decode()
    assert " onclick=" not in page
    assert "<script>" not in page


@pytest.mark.parametrize("kind", PostKind)
def test_sections_follow_rights(kind):
    user = post_of(kind)
    shown = {link.section.label for link in links(user, "/")}
    for section in SECTIONS:
        if section.right is not None and user.why_not(section.right, user.region) is not None:
            assert section.label not in shown


def test_longest_address_is_the_current_section(monkeypatch):
    sections = (
        Section("Work", "work", "/work/", Right.SEE),
        Section("Messages", "message", "/work/messages/", Right.SEE),
        Section("Home", "home", "/", None),
    )
    monkeypatch.setattr("wangge.desk.navigation.SECTIONS", sections)
    monkeypatch.setattr("wangge.desk.navigation._address", lambda address: address)
    user = post_of(PostKind.CLERK)

    def current(path: str) -> list[str]:
        return [link.section.label for link in links(user, path) if link.current]

    assert current("/work/messages/7/") == ["Messages"]
    assert current("/work/7/") == ["Work"]
    assert current("/") == ["Home"]
    assert current("/elsewhere/") == []


def test_thumb_has_four_sections_and_loses_none():
    every = [Link(section, "/", False) for section in SECTIONS]
    bar, more = for_the_thumb(every)
    assert len(bar) == 4
    assert {link.section.label for link in bar + more} == {one.label for one in SECTIONS}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (PostKind.CLERK, ["Home", "Report a problem", "Cases", "Command board"]),
        (PostKind.COMMANDER, ["Home", "Cases", "Command board", "This week's round"]),
        (PostKind.HANDLER, ["Home", "My cases", "My tasks", "Report a problem"]),
        (PostKind.INSPECTOR, ["Home", "On-the-spot checks", "Report a problem", "Cases"]),
    ],
)
def test_the_thumb_has_what_a_post_does_most(kind, expected):
    bar, _ = for_the_thumb(links(post_of(kind), "/"))
    assert [link.section.label for link in bar] == expected


def test_unknown_addresses_are_left_out(monkeypatch):
    lost = (Section("A", "home", "/no/such/page/", None), Section("B", "home", "no:page", None))
    monkeypatch.setattr("wangge.desk.navigation.SECTIONS", lost)
    assert links(post_of(PostKind.CLERK), "/") == []


def test_nobody_has_sections():
    assert links(None, "/") == []


def test_language_is_switched_for_this_browser(clerk, gallery):
    answer = clerk.post("/language/", {"language": "en", "next": gallery})
    assert answer.status_code == 302
    assert "Skip to the content" in clerk.get(gallery).content.decode()
    clerk.post("/language/", {"language": "zh-hans", "next": gallery})
    assert "跳到正文" in clerk.get(gallery).content.decode()


def test_language_doesnt_lead_elsewhere(clerk, gallery):
    answer = clerk.post("/language/", {"language": "en", "next": "https://example.org/"})
    assert answer["Location"] == "/"


@pytest.mark.parametrize(
    ("kind", "status", "heading"),
    [
        ("refused", 403, "无权办理"),
        ("missing", 404, "没有找到"),
        ("conflict", 409, "已被他人先行处理"),
        ("invalid", 422, "提交的内容无法受理"),
    ],
)
def test_mendable_errors_are_pages(clerk, gallery, kind, status, heading):
    answer = clerk.get(f"/gallery/{kind}/", headers={"referer": "http://testserver/gallery/?a=1"})
    page = answer.content.decode()
    assert answer.status_code == status
    assert heading in page
    assert 'href="/gallery/?a=1"' in page


def test_mendable_error_is_a_notice_for_a_part(clerk, gallery):
    answer = clerk.get("/gallery/refused/", headers={"hx-request": "true"})
    assert answer.status_code == 403
    assert answer["HX-Retarget"] == "#toasts"
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize(
    "referer",
    ["https://example.org/list/", "javascript:alert(1)", "http://testserver/gallery/refused/", ""],
)
def test_way_back_stays_in_the_house(clerk, gallery, referer):
    answer = clerk.get("/gallery/refused/", headers={"referer": referer})
    assert answer.status_code == 403
    assert "返回原页面" not in answer.content.decode()


def test_unknown_page_says_so(clerk):
    answer = clerk.get("/no/such/page/")
    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode()
    assert "urlpatterns" not in answer.content.decode()


def test_broken_page_leaks_nothing(clerk, gallery):
    clerk.raise_request_exception = False
    answer = clerk.get("/gallery/broken/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "系统出错了" in page
    assert "secret inside" not in page
    assert "Traceback" not in page


def test_forged_form_says_how_to_mend(cast, gallery):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.account("clerk"))
    answer = strict.post(gallery, {})
    assert answer.status_code == 403
    assert "请重新提交" in answer.content.decode()


def test_too_much_at_once_is_refused(clerk, gallery, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    form = "application/x-www-form-urlencoded"
    answer = clerk.post("/language/", "language=" + "x" * 200, content_type=form)
    assert answer.status_code in {400, 413}
    assert "提交的内容无法受理" in answer.content.decode()


def test_messages_are_said_aloud(clerk, gallery):
    page = clerk.get(gallery + "?said=1").content.decode()
    assert 'class="notice notice-success" role="status"' in page
    assert 'class="notice notice-error" role="alert"' in page


def test_wall_mode_leaves_out_what_is_pressed(clerk, gallery):
    page = clerk.get(gallery + "?wall=1").content.decode()
    assert 'class="side"' not in page
    assert 'class="tabs"' not in page


def test_field_ties_label_help_and_error_together():
    form = Entry({"name": "", "before": "on"})
    text = rendered('{% include "desk/parts/field.html" with field=field %}', field=form["name"])
    assert '<label class="form-label" for="id_name">' in text
    assert 'aria-describedby="id_name_helptext id_name_error"' in text
    assert 'aria-invalid="true"' in text
    assert 'id="id_name_error"' in text
    assert 'id="id_name_helptext"' in text
    box = rendered('{% include "desk/parts/field.html" with field=field %}', field=form["before"])
    assert 'class="form-check-input"' in box
    radios = rendered(
        '{% include "desk/parts/field.html" with field=field %}', field=form["spread"]
    )
    assert "<fieldset" in radios
    assert "<legend" in radios


def test_more_keeps_the_rest_of_the_address(rf):
    request = rf.get("/list/?kind=a&after=1")
    text = engines["django"].from_string('{% include "desk/parts/more.html" %}')
    page = text.render({"following": "9", "request": request}, request)
    assert "?kind=a&amp;after=9" in page
    assert 'href="?kind=a"' in page


def test_empty_list_says_what_to_do():
    text = rendered(
        '{% include "desk/parts/empty.html" with title="没有任务" text="先开启轮次" url="/x/" '
        'label="开启" %}'
    )
    for words in ("没有任务", "先开启轮次", 'href="/x/"', ">开启<"):
        assert words in text


def test_reason_dialog_greys_what_is_refused():
    text = (
        '{% include "desk/parts/reason_dialog.html" with dialog="d" url="/x/" title="t" label="l" '
        "why=why %}"
    )
    assert "disabled" in rendered(text, why="no")
    assert "<dialog" not in rendered(text, why="no")
    asked = rendered(text)
    assert "required></textarea>" in asked
    assert 'name="id"' in asked


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ 1234567.50|amount }}", "1,234,567.5"),
        ("{{ 3|percent:4 }}", "75"),
        ("{{ 3|percent:0 }}", "0"),
        ("{% icon 'home' %}", 'aria-hidden="true"'),
        ("{% icon 'home' 'House' %}", 'aria-label="House"'),
    ],
)
def test_small_tags(text, said):
    assert said in rendered(text)


def test_day_is_written_as_documents_do():
    assert rendered("{{ on|day }}", on=date(2020, 9, 2)) == "2020年9月2日"


@pytest.mark.parametrize(
    "who",
    ["commander", "head", "clerk", "sub_commander", "community", "leader", "company", "discipline"],
)
def test_home_of_each(cast, client, who):
    client.force_login(cast.account(who))
    answer = client.get("/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert ('id="own"' in page) == (Right.DO_TASK in _rights(cast, who))
    assert ("待确认" in page) == (Right.CONFIRM_WORK in _rights(cast, who))


def _rights(cast, who):
    return RIGHTS[getattr(cast, who).kind]


def test_home_asks_a_constant_number_of_queries(clerk, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        clerk.get("/")


def test_home_is_for_those_signed_in(client, db):
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")

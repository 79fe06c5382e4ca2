"""Signing in and out, and each page as each of the cast."""

import re
from datetime import timedelta

import pyotp
import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from wangge.kernel.clock import HERE, now
from wangge.kernel.ids import new_id
from wangge.people import queries
from wangge.people.actions import appoint, begin_second_step, confirm_second_step
from wangge.people.models import Account, Post, Unit
from wangge.people.rules import new_secret
from wangge.people.tests import make
from wangge.people.tests.cast import AT, PASSWORD, STREET, Cast
from wangge.trail.models import Entry


def try_in(client: Client, name: str, password: str):
    return client.post("/sign-in/", {"username": name, "password": password})


def words(answer) -> str:
    return answer.content.decode()


def bare(answer) -> str:
    """A page without what differs at every sending."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", words(answer))
    text = re.sub(r'X-CSRFToken": "\w+"', "", text)
    return re.sub(r'name="username" value="[^"]*"', "", text)


# --- Signing in


@pytest.mark.parametrize(
    "path", ["/", "/people/", "/people/accounts/", "/account/", "/account/password/", "/session/"]
)
def test_every_page_asks_to_sign_in_first(db, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer["Location"] == f"/sign-in/?next={path}"


def test_signing_in_leads_back_to_the_page_asked_for(cast: Cast) -> None:
    client = Client()
    assert "登录" in words(client.get("/sign-in/?next=/people/"))
    answer = client.post(
        "/sign-in/", {"username": " Clerk ", "password": PASSWORD, "next": "/people/"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/people/")
    entry = Entry.objects.get(action="people.sign_in")
    assert (entry.actor_name, entry.data["address"]) == ("clerk", "127.0.0.1")
    assert client.get("/sign-in/").status_code == 302


@pytest.mark.parametrize("next", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_never_to_another_site(cast: Cast, next: str) -> None:
    answer = Client().post("/sign-in/", {"username": "clerk", "password": PASSWORD, "next": next})
    assert answer["Location"] == "/"


def test_a_wrong_name_looks_like_a_wrong_password(cast: Cast) -> None:
    known, unknown = Client(), Client()
    one = try_in(known, "clerk", "wrong")
    two = try_in(unknown, "nobody", "wrong")
    assert one.status_code == two.status_code == 422
    assert bare(one) == bare(two)
    assert "登录名或密码错误" in words(one)
    cast.account("leader")
    Account.objects.filter(username="leader").update(is_active=False)
    assert bare(try_in(Client(), "leader", PASSWORD)) == bare(one)


def test_failures_are_remembered_without_what_was_typed(cast: Cast) -> None:
    try_in(Client(), "clerk", "my secret")
    try_in(Client(), "my-other-secret", "x")
    failed = Entry.objects.filter(action="people.sign_in_failed").order_by("id")
    assert [entry.data["username"] for entry in failed] == ["clerk", ""]
    assert "secret" not in str(list(failed.values()))
    assert failed[0].subject == cast.clerk.account


@pytest.mark.parametrize("name", ["clerk", "nobody"])
def test_five_failures_shut_out_for_ten_minutes(cast: Cast, name: str) -> None:
    client = Client()
    for _ in range(4):
        assert try_in(client, name, "wrong").status_code == 422
    fifth = try_in(client, name, "wrong")
    assert fifth.status_code == 429
    assert "已锁定" in words(fifth)
    said = re.findall(r"\d\d:\d\d:\d\d", words(fifth))
    until = queries.locked_until(name, "127.0.0.1", now())
    assert until is not None
    assert abs((until - now()) - timedelta(minutes=10)) < timedelta(seconds=30)
    assert said == [until.astimezone(HERE).strftime("%H:%M:%S")]
    again = try_in(client, name, PASSWORD)
    assert again.status_code == 429
    # Trying while shut out neither lengthens it nor fills the journal.
    assert queries.locked_until(name, "127.0.0.1", now()) == until
    assert Entry.objects.filter(action="people.sign_in_failed").count() == 5
    assert Entry.objects.filter(data__locked=True).count() == 1


def test_a_lock_ends_by_itself_or_is_lifted(cast: Cast) -> None:
    from axes.models import AccessAttempt

    client = Client()
    for _ in range(5):
        try_in(client, "clerk", "wrong")
    keeper = make.signed_in("head")
    page = f"/people/accounts/{cast.clerk.account}/"
    assert "锁定至" in words(keeper.get(page))
    keeper.post(page + "do/", {"what": "unlock", "id": new_id()})
    assert try_in(client, "clerk", PASSWORD).status_code == 302
    for _ in range(5):
        try_in(client := Client(), "leader", "wrong")
    AccessAttempt.objects.update(attempt_time=now() - timedelta(minutes=11))
    assert try_in(client, "leader", PASSWORD).status_code == 302


def test_signing_out(cast: Cast) -> None:
    client = make.signed_in("clerk")
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/people/").status_code == 302
    assert Entry.objects.filter(action="people.sign_out").count() == 1


def test_the_key_of_the_session_changes(cast: Cast) -> None:
    client = Client()
    client.get("/people/")
    session = client.session
    session["planted"] = True
    session.save()
    before = client.session.session_key
    try_in(client, "clerk", PASSWORD)
    assert client.session.session_key != before


# --- Idle sessions


def idle_for(client: Client, minutes: float) -> None:
    session = client.session
    session["seen"] = int((now() - timedelta(minutes=minutes)).timestamp())
    session.save()


def test_an_idle_session_ends(cast: Cast, settings) -> None:
    client = make.signed_in("clerk")
    idle_for(client, settings.IDLE_MINUTES + 1)
    answer = client.get("/people/")
    assert answer["Location"] == "/sign-in/?next=/people/"
    assert "30分钟无操作" in words(client.get(answer["Location"]))
    assert "30分钟无操作" not in words(client.get("/sign-in/"))
    assert Entry.objects.get(action="people.sign_out").data == {"idle": True, "username": "clerk"}


def test_a_part_of_a_page_leads_to_the_sign_in_page(cast: Cast, settings) -> None:
    client = make.signed_in("clerk")
    idle_for(client, settings.IDLE_MINUTES + 1)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/people/units/?kind=x"}
    answer = client.get("/people/units/", headers=headers)
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == "/sign-in/?next=%2Fpeople%2Funits%2F%3Fkind%3Dx"


def test_activity_makes_a_session_last_but_looking_does_not(cast: Cast) -> None:
    client = make.signed_in("clerk")
    for passive in ({"path": "/session/"}, {"path": "/people/", "headers": {"X-Passive": "1"}}):
        idle_for(client, 20)
        client.get(**passive)
        assert client.get("/session/").json()["left"] <= 600
    assert client.post("/session/").json()["left"] > 1790
    idle_for(client, 20)
    client.get("/people/")
    assert client.get("/session/").json()["left"] > 1790


def test_a_session_ends_with_the_working_day(cast: Cast, settings) -> None:
    client = make.signed_in("clerk")
    session = client.session
    session["since"] -= settings.SESSION_COOKIE_AGE + 1
    session.save()
    assert client.get("/people/").status_code == 302


# --- Password and second step


def test_a_password_given_by_others_is_changed_first(cast: Cast) -> None:
    Account.objects.filter(username="clerk").update(must_change_password=True)
    client = make.signed_in("clerk")
    assert client.get("/people/")["Location"] == "/account/password/"
    page = client.get("/account/password/")
    assert "10" in words(page)
    form = {"old": PASSWORD, "new": "12345678901", "again": "12345678901", "id": new_id()}
    weak = client.post("/account/password/", form)
    assert weak.status_code == 422
    form |= {"new": "quite another word", "again": "quite other word"}
    assert "不一致" in words(client.post("/account/password/", form))
    form |= {"again": "quite another word"}
    done = client.post("/account/password/", form)
    assert done["Location"] == "/"
    assert client.get("/people/").status_code == 200  # this session goes on


def test_a_changed_password_ends_other_sessions(cast: Cast) -> None:
    here, there = make.signed_in("clerk"), make.signed_in("clerk")
    form = {"old": PASSWORD, "new": "quite another word", "again": "quite another word"}
    here.post("/account/password/", form | {"id": new_id()})
    assert here.get("/people/").status_code == 200
    assert there.get("/people/").status_code == 302


def test_turning_the_second_step_on(cast: Cast) -> None:
    client = make.signed_in("clerk")
    assert client.get("/account/second-step/").status_code == 302
    for _ in range(2):
        client.post("/account/second-step/begin/", {"id": new_id()})
    assert "<svg" in words(client.get("/account/second-step/"))
    secret = queries.second_step_secret(cast.clerk.account)
    assert secret is not None
    assert client.post("/account/second-step/", {"code": "1", "id": new_id()}).status_code == 422
    code = pyotp.TOTP(secret).now()
    done = words(client.post("/account/second-step/", {"code": code, "id": new_id()}))
    codes = re.findall(r"<code>(\w{5}-\w{5})</code>", done)
    assert len(codes) == 10
    assert client.get("/account/second-step/").status_code == 302

    other = Client()
    half = try_in(other, "clerk", PASSWORD)
    assert half["Location"] == "/sign-in/code/"
    assert other.get("/people/").status_code == 302  # half in is not in
    assert "验证码" in words(other.get("/sign-in/code/"))
    assert other.post("/sign-in/code/", {"code": code}).status_code == 422  # used already
    assert other.post("/sign-in/code/", {"code": codes[0]}).status_code == 302
    assert other.get("/people/").status_code == 200
    assert Entry.objects.filter(action="people.sign_in").latest("id").data["second_step"] is True
    client.post("/account/second-step/off/", {"code": codes[1], "id": new_id()})
    assert try_in(Client(), "clerk", PASSWORD)["Location"] == "/"


def test_wrong_codes_shut_out_too(cast: Cast) -> None:
    doing = {"by": cast.clerk, "at": AT}
    secret = new_secret()
    begin_second_step(secret=secret, id=new_id(), **doing)
    confirm_second_step(code=pyotp.TOTP(secret).at(AT), recovery=[], id=new_id(), **doing)
    client = Client()
    try_in(client, "clerk", PASSWORD)
    for _ in range(4):
        assert client.post("/sign-in/code/", {"code": "1"}).status_code == 422
    assert client.post("/sign-in/code/", {"code": "1"}).status_code == 429
    code = pyotp.TOTP(secret).now()
    assert client.post("/sign-in/code/", {"code": code}).status_code == 429
    assert try_in(client, "clerk", PASSWORD).status_code == 429


def test_a_half_sign_in_ends_after_five_minutes(cast: Cast) -> None:
    client = make.signed_in("clerk")
    session = client.session
    session["half"] = {"account": str(cast.clerk.account), "since": now().timestamp() - 301}
    session.save()
    assert client.get("/sign-in/code/")["Location"] == "/sign-in/"


# --- Several posts


def test_choosing_among_ones_posts(cast: Cast) -> None:
    appoint(
        account=cast.clerk.account, post=cast.sub_commander.post, since=AT.date(),
        by=cast.head, at=AT, id=new_id(),
    )  # fmt: skip
    client = make.signed_in("clerk")
    assert client.get("/people/").wsgi_request.acting.title == "clerk"
    done = client.post("/people/post/", {"post": cast.sub_commander.post, "next": "/people/"})
    assert done["Location"] == "/people/"
    assert client.get("/people/").wsgi_request.acting.title == "sub_commander"
    client.post("/people/post/", {"post": cast.head.post, "next": "https://evil.example/"})
    assert client.get("/people/").wsgi_request.acting.title == "sub_commander"
    assert client.post("/people/post/", {"post": "x"}).status_code == 404


def test_without_a_post_there_is_only_ones_own_account(cast: Cast) -> None:
    make.account(cast.head, must_change=False)
    client = make.signed_in("li.ming")
    assert client.get("/people/").status_code == 403
    assert "尚无岗位" in words(client.get("/account/"))


# --- Each page as each of the cast

KEEPERS = {"head"}


@pytest.mark.parametrize(
    ("path", "word", "keepers_only"),
    [
        ("/people/", "指挥体系", False),
        ("/people/units/", "单位", False),
        ("/people/rights/", "纪检人员", False),
        ("/people/units/new/", "录入单位", False),
        ("/people/posts/new/", "设立岗位", False),
        ("/people/accounts/new/", "开设账号", False),
        ("/people/accounts/", "最近登录", True),
        ("/account/", "我的账号", False),
        ("/account/password/", "修改密码", False),
    ],
)
def test_each_page_as_each_of_the_cast(
    cast: Cast, path: str, word: str, keepers_only: bool
) -> None:
    for part in (*cast.everybody(),):
        client = Client()
        client.force_login(cast.account(part))
        answer = client.get(path)
        if keepers_only and part not in KEEPERS:
            assert answer.status_code == 403, part
        else:
            assert answer.status_code == 200, part
            assert word in words(answer)


def test_pages_of_things_as_each_of_the_cast(cast: Cast) -> None:
    unit = make.unit(cast.head)
    post = make.post(cast.head, unit)
    seeing = {"commander", "head", "clerk", "sub_commander", "discipline"}
    for part in cast.everybody():
        client = Client()
        client.force_login(cast.account(part))
        for path in (f"/people/units/{unit}/", f"/people/posts/{post}/"):
            assert client.get(path).status_code == (200 if part in seeing else 404), part


def test_pages_need_few_queries(cast: Cast, django_assert_max_num_queries) -> None:
    client = make.signed_in("head")
    for path in ("/people/", "/people/units/", "/people/accounts/", "/account/"):
        client.get(path)
        with django_assert_max_num_queries(11):
            client.get(path)


# --- What pages change


def test_a_unit_a_post_a_person(cast: Cast) -> None:
    client = make.signed_in("head")
    form = {"name": "环卫站", "kind": "sanitation", "region": STREET, "parent": "", "id": new_id()}
    page = client.post("/people/units/new/", form)["Location"]
    client.post("/people/units/new/", form)
    unit = Unit.objects.get(name="环卫站")
    assert page == f"/people/units/{unit.pk}/"
    again = client.post("/people/units/new/", form | {"id": new_id()})
    assert again.status_code == 422
    assert "同名单位" in words(again)
    form = {
        "title": "站长", "kind": "company", "unit": unit.pk, "superior": cast.head.post,
        "region": STREET, "id": new_id(),
    }  # fmt: skip
    page = client.post("/people/posts/new/", form)["Location"]
    post = Post.objects.get(title="站长")
    form = {"account": cast.clerk.account, "since": "2020-09-01", "until": "", "id": new_id()}
    client.post(page + "appoint/", form)
    client.post(page + "appoint/", form)
    tenure = post.tenures.get()
    assert "clerk" in words(client.get(page))
    client.post(page + "appoint/", {})
    client.post(page + "relieve/", {"tenure": tenure.pk, "until": "", "id": new_id()})
    client.post(page + "relieve/", {"tenure": tenure.pk, "until": "2020-09-02", "id": new_id()})
    tenure.refresh_from_db()
    assert str(tenure.until) == "2020-09-02"
    client.post(page + "close/", {"id": new_id()})
    client.post(f"/people/units/{unit.pk}/close/", {"id": new_id()})
    unit.refresh_from_db()
    assert unit.closed_on is not None


def test_a_clerk_keeps_nobody(cast: Cast) -> None:
    client = make.signed_in("clerk")
    form = {"name": "环卫站", "kind": "sanitation", "region": STREET, "parent": "", "id": new_id()}
    answer = client.post("/people/units/new/", form)
    assert answer.status_code == 422
    assert "没有此权限" in words(answer)
    assert "disabled" in words(client.get("/people/units/new/"))
    client.post(f"/people/accounts/{cast.leader.account}/do/", {"what": "close", "id": new_id()})
    assert cast.account("leader").is_active


def test_a_one_time_password_is_shown_once_and_works(cast: Cast) -> None:
    client = make.signed_in("head")
    form = {"username": "li.ming", "name": "李明", "region": STREET, "id": new_id()}
    page = client.post("/people/accounts/new/", form)
    assert "no-store" in page["Cache-Control"]
    password = re.findall(r"<code>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</code>", words(page))[0]
    twice = client.post("/people/accounts/new/", form)  # sent twice: what was really set
    assert password in words(twice)
    newcomer = Client()
    assert try_in(newcomer, "li.ming", password).status_code == 302
    assert newcomer.get("/")["Location"] == "/account/password/"
    person = Account.objects.get(username="li.ming")
    page = client.post(f"/people/accounts/{person.pk}/do/", {"what": "reset", "id": new_id()})
    fresh = re.findall(r"<code>(\w{4}-\w{4}-\w{4})</code>", words(page))[0]
    assert fresh != password
    assert newcomer.get("/account/")["Location"].startswith("/sign-in/")
    for what, active in (("close", False), ("reopen", True)):
        client.post(f"/people/accounts/{person.pk}/do/", {"what": what, "id": new_id()})
        person.refresh_from_db()
        assert person.is_active is active
    bad = client.post(f"/people/accounts/{person.pk}/do/", {"what": "delete", "id": new_id()})
    assert bad.status_code == 422


def test_forms_of_others_are_refused_without_their_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    assert try_in(client, "clerk", PASSWORD).status_code == 403
    assert not Session.objects.exists()

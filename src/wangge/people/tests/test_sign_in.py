"""Signing in and out: wrong, locked, idle, with a second step."""

import re
from datetime import timedelta

import pyotp
import pytest
from django.test import Client

from wangge.kernel.clock import HERE, now
from wangge.kernel.ids import new_id
from wangge.people import queries
from wangge.people.actions import begin_second_step, confirm_second_step
from wangge.people.models import Account
from wangge.people.rules import new_secret
from wangge.people.tests import make
from wangge.people.tests.cast import AT, PASSWORD, Cast
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

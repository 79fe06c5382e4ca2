"""Each page as each of the cast, and what pages change."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from wangge.kernel.ids import new_id
from wangge.people.actions import appoint
from wangge.people.models import Account, Post, Unit
from wangge.people.tests import make
from wangge.people.tests.cast import AT, PASSWORD, STREET, Cast


def try_in(client: Client, name: str, password: str):
    return client.post("/sign-in/", {"username": name, "password": password})


def words(answer) -> str:
    return answer.content.decode()


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


@pytest.mark.slow
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
    seeing = {"commander", "head", "clerk", "sub_commander", "discipline", "handler", "inspector"}
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

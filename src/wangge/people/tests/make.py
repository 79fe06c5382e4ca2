"""Signing in, and small pieces of organisation."""

from django.test import Client

from wangge.kernel.ids import new_id
from wangge.people.actions import open_account, open_post, open_unit
from wangge.people.rules import Acting, PostKind, UnitKind
from wangge.people.tests.cast import AT, PASSWORD, STREET


def signed_in(part: str) -> Client:
    """A browser in which somebody of the cast has signed in through the page."""
    client = Client()
    answer = client.post("/sign-in/", {"username": part, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return client


def unit(by: Acting, name: str = "环卫站", **changes):
    words = {"unit": new_id(), "kind": UnitKind.SANITATION, "name": name, "region": STREET}
    return open_unit(**words | changes, by=by, at=AT, id=new_id()).subject


def post(by: Acting, home, **changes):
    words = {
        "post": new_id(),
        "kind": PostKind.CLERK,
        "title": "文员",
        "unit": home,
        "region": STREET,
    }
    return open_post(**words | changes, by=by, at=AT, id=new_id()).subject


def account(by: Acting, username: str = "li.ming", **changes):
    words = {
        "account": new_id(),
        "username": username,
        "name": "李明",
        "password": PASSWORD,
        "region": STREET,
    }
    return open_account(**words | changes, by=by, at=AT, id=new_id()).subject

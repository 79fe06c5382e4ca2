"""Tokens for programs: made, shown once, used, ended, refused when what is behind them ends."""

from datetime import timedelta

import pytest

from wangge.kernel.errors import Conflict, Invalid, NotFound, Refused
from wangge.kernel.ids import new_id
from wangge.people.actions import (
    close_account,
    close_token,
    note_use,
    open_token,
    relieve,
)
from wangge.people.models import ApiToken, Tenure
from wangge.people.queries import bearer, own_tokens, tokens_of
from wangge.people.rules import Person, one_time_token, token_digest, why_not_days
from wangge.people.tests import make
from wangge.people.tests.cast import AT, Cast
from wangge.trail.models import Entry


def opened(cast: Cast, part: str = "clerk", **changes) -> str:
    by, id = getattr(cast, part), new_id()
    secret = one_time_token("key", id)
    words = {
        "token": new_id(),
        "post": by.post,
        "name": "夜间同步",
        "digest": token_digest(secret),
        "days": 30,
    }
    open_token(**words | changes, by=by, at=AT, id=id)
    return secret


def test_a_token_acts_as_its_post(cast: Cast) -> None:
    found = bearer(opened(cast), AT)
    assert found is not None
    assert found.why is None
    assert found.acting == cast.clerk


def test_showing_a_token_takes_one_query(cast: Cast, django_assert_num_queries) -> None:
    secret = opened(cast)
    with django_assert_num_queries(1):
        bearer(secret, AT)
    with django_assert_num_queries(0):
        assert bearer("wg_x\0", AT) is None


def test_neither_token_nor_digest_reaches_the_trail(cast: Cast) -> None:
    secret = opened(cast)
    entry = Entry.objects.get(action="people.open_token")
    assert secret not in str(entry.data)
    assert token_digest(secret) not in str(entry.data)


def test_a_token_ends_with_whatever_stands_behind_it(cast: Cast) -> None:
    secret = opened(cast)

    def why(at=AT) -> str:
        found = bearer(secret, at)
        assert found is not None
        return str(found.why or "")

    assert "expired" in why(AT + timedelta(days=30))
    tenure = Tenure.objects.get(account=cast.clerk.account)
    relieve(tenure=tenure.pk, until=AT.date(), by=cast.head, at=AT, id=new_id())
    assert why() == ""
    assert "no longer held" in why(AT + timedelta(days=1))
    close_account(account=cast.clerk.account, by=cast.head, at=AT, id=new_id())
    assert "account" in why()
    row = ApiToken.objects.get()
    close_token(token=row.pk, by=cast.clerk, at=AT, id=new_id())
    assert "revoked" in why()


def test_who_may_revoke(cast: Cast) -> None:
    opened(cast)
    token = ApiToken.objects.get().pk
    for by in (cast.leader, cast.stranger, Person(cast.leader.account, "x")):
        with pytest.raises(Refused):
            close_token(token=token, by=by, at=AT, id=new_id())
    close_token(token=token, by=cast.head, at=AT, id=new_id())
    with pytest.raises(Conflict):
        close_token(token=token, by=cast.head, at=AT, id=new_id())
    with pytest.raises(NotFound):
        close_token(token=new_id(), by=cast.head, at=AT, id=new_id())


def test_what_a_token_cannot_be(cast: Cast) -> None:
    with pytest.raises(NotFound):
        opened(cast, post=cast.head.post)
    with pytest.raises(Invalid):
        opened(cast, name=" ")
    for days in (0, 366):
        with pytest.raises(Invalid):
            opened(cast, days=days)
    assert why_not_days(365) is None
    assert ApiToken.objects.count() == 0


def test_too_many_tokens_are_forgotten_ones(cast: Cast) -> None:
    for _ in range(20):
        opened(cast)
    with pytest.raises(Conflict):
        opened(cast)


def test_the_day_of_use_is_written_once(cast: Cast) -> None:
    opened(cast)
    row = ApiToken.objects.get()
    note_use(row.pk, AT.date())
    assert own_tokens(cast.clerk.account, AT)[0].last_used_on == AT.date()


def test_the_keeper_sees_tokens_and_a_stranger_does_not(cast: Cast) -> None:
    opened(cast)
    assert [row.name for row in tokens_of(cast.clerk.account, user=cast.head, at=AT)] == [
        "夜间同步"
    ]
    with pytest.raises((NotFound, Refused)):
        tokens_of(cast.clerk.account, user=cast.stranger, at=AT)


def test_the_page_shows_a_token_once(cast: Cast) -> None:
    client = make.signed_in("clerk")
    page = client.get("/account/tokens/")
    assert page.status_code == 200
    words = {"id": new_id(), "name": "夜间同步", "post": cast.clerk.post, "days": 90}
    made = client.post("/account/tokens/", words)
    again = client.post("/account/tokens/", words)
    secret = made.context["token"]
    assert secret in made.content.decode()
    assert again.context["token"] == secret
    assert ApiToken.objects.count() == 1
    later = client.get("/account/tokens/").content.decode()
    assert secret not in later
    assert "夜间同步" in later
    row = ApiToken.objects.get()
    client.post(f"/account/tokens/{row.pk}/end/", {"id": new_id()})
    row.refresh_from_db()
    assert row.revoked_at is not None


def test_the_page_refuses_what_cannot_be(cast: Cast) -> None:
    client = make.signed_in("clerk")
    words = {"id": new_id(), "name": "x", "post": cast.head.post, "days": 900}
    assert client.post("/account/tokens/", words).status_code == 422


def test_the_keepers_page_revokes(cast: Cast) -> None:
    opened(cast)
    row = ApiToken.objects.get()
    client = make.signed_in("head")
    assert (
        "夜间同步" in client.get(f"/people/accounts/{cast.clerk.account}/tokens/").content.decode()
    )
    client.post(f"/people/accounts/{cast.clerk.account}/tokens/{row.pk}/end/", {"id": new_id()})
    row.refresh_from_db()
    assert row.revoked_at is not None
    other = make.signed_in("leader")
    assert other.get(f"/people/accounts/{cast.clerk.account}/tokens/").status_code == 403

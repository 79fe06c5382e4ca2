"""What is seen of people, by whom, in how many queries."""

from datetime import date, timedelta

import pytest
from axes.models import AccessAttempt

from wangge.kernel.clock import now
from wangge.kernel.errors import NotFound, Refused
from wangge.kernel.ids import new_id
from wangge.people import queries
from wangge.people.actions import appoint, close_account, close_unit
from wangge.people.models import Post
from wangge.people.rules import Acting, PostKind
from wangge.people.tests import make
from wangge.people.tests.cast import AT, STREET, Cast

DAY = date(2020, 8, 31)


@pytest.fixture
def tree(cast: Cast) -> Cast:
    """The cast's posts put under each other."""
    top = Post.objects.get(title="commander")
    Post.objects.filter(title__in=["head", "discipline", "sub_commander"]).update(superior=top)
    head = Post.objects.get(title="head")
    Post.objects.filter(title__in=["clerk", "community"]).update(superior=head)
    community = Post.objects.get(title="community")
    Post.objects.filter(title__in=["leader", "neighbour", "company"]).update(superior=community)
    return cast


def outline(nodes) -> dict:
    return {node.title: outline(node.under) for node in nodes}


def test_the_command_tree(tree: Cast, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        roots = queries.command_tree(user=tree.clerk, on=DAY)
    assert outline(roots) == {
        "commander": {
            "head": {
                "clerk": {},
                "community": {"leader": {}, "neighbour": {}, "company": {}},
            },
            "sub_commander": {},
            "discipline": {},
        },
        "handler": {},
        "inspector": {},
    }
    assert roots[0].holders[0].name == "commander"


def test_a_grid_leader_sees_who_stands_above_and_no_neighbour(tree: Cast) -> None:
    seen = outline(queries.command_tree(user=tree.leader, on=DAY))
    assert seen["commander"]["head"]["community"] == {"leader": {}, "company": {}}
    assert "stranger" not in str(seen)


def test_units_of_an_area_by_kind(cast: Cast, django_assert_num_queries) -> None:
    made = make.unit(cast.head)
    with django_assert_num_queries(3):
        found = queries.units(user=cast.clerk)
    assert "stranger" not in [row.name for row in found.rows]
    assert found.total == 12
    of_kind = [row.id for row in queries.units(user=cast.clerk, kind="sanitation").rows]
    assert sorted(of_kind) == sorted([made, cast.handler.unit])
    assert queries.units(user=cast.clerk, name="环卫").total == 1
    assert queries.units(user=cast.leader).total == 1
    close_unit(unit=made, by=cast.head, at=AT, id=new_id())
    assert queries.units(user=cast.clerk).total == 11
    assert [row.id for row in queries.units(user=cast.clerk, closed=True).rows] == [made]


def test_one_unit_one_post(cast: Cast) -> None:
    made = make.unit(cast.head)
    post = make.post(cast.head, made)
    page = queries.unit(made, user=cast.head, on=DAY)
    assert [node.id for node in page.posts] == [post]
    assert page.why_not_close is not None
    assert queries.post(post, user=cast.head, on=DAY).why_not_close is None
    assert queries.post(post, user=cast.clerk, on=DAY).why_not_close is not None
    for read in (queries.unit, queries.post):
        with pytest.raises(NotFound):
            read(made if read is queries.unit else post, user=cast.stranger, on=DAY)


def test_the_administrator_keeps_people_without_seeing_records(cast: Cast) -> None:
    admin = Acting(new_id(), "", new_id(), "", PostKind.ADMINISTRATOR, STREET)
    assert queries.units(user=admin).total == 11
    assert queries.accounts(user=admin, at=AT).total == 11


def test_accounts_are_for_those_who_keep_them(cast: Cast, django_assert_max_num_queries) -> None:
    with pytest.raises(Refused):
        queries.accounts(user=cast.clerk, at=AT)
    make.account(cast.head)
    with django_assert_max_num_queries(4):
        found = queries.accounts(user=cast.head, at=AT)
    assert "stranger" not in [row.username for row in found.rows]
    rows = {row.username: row for row in found.rows}
    assert rows["clerk"].posts == ["clerk"]
    assert rows["head"].why_not is not None
    with pytest.raises(NotFound):
        queries.account(cast.account("stranger").pk, user=cast.head, at=AT)


def test_states_of_accounts(cast: Cast) -> None:
    person = make.account(cast.head)

    def names(state: str) -> list[str]:
        found = queries.accounts(user=cast.head, at=now(), state=state)
        return sorted(row.username for row in found.rows)

    assert names("must_change") == ["li.ming"]
    assert names("no_post") == ["li.ming"]
    close_account(account=person, by=cast.head, at=AT, id=new_id())
    assert names("closed") == ["li.ming"]
    assert names("no_post") == []
    for agent, count in (("a", 3), ("b", 2)):
        AccessAttempt.objects.create(
            username="clerk", ip_address="10.0.0.1", user_agent=agent, attempt_time=now(),
            failures_since_start=count,
        )  # fmt: skip
    assert names("locked") == ["clerk"]
    until = queries.locked_until("clerk", "10.0.0.1", now())
    assert until is not None
    assert timedelta(minutes=9) < until - now() <= timedelta(minutes=10)
    assert queries.locked_until("clerk", "10.0.0.2", now()) is None
    assert queries.locked_until("clerk", "10.0.0.1", now() + timedelta(minutes=11)) is None


def test_who_may_be_appointed(cast: Cast) -> None:
    people = dict(queries.people_to_appoint(cast.head))
    assert cast.clerk.account in people
    assert cast.head.account not in people
    assert cast.stranger.account not in people
    assert queries.people_to_appoint(cast.clerk) == []


def test_areas_to_choose_from(cast: Cast) -> None:
    assert [code for code, _ in queries.areas(cast.community)] == [
        "530102009001", "530102009001001", "530102009001002",
    ]  # fmt: skip
    assert queries.areas(Acting(None, "", None, "", PostKind.CLERK, "")) == []


def test_ones_own_account(cast: Cast) -> None:
    post = make.post(cast.head, make.unit(cast.head))
    appoint(
        account=cast.clerk.account, post=post, since=date(2020, 8, 1), until=date(2020, 8, 2),
        by=cast.head, at=AT, id=new_id(),
    )  # fmt: skip
    mine = queries.own(cast.clerk.account)
    assert [title for title, *_ in mine.tenures] == ["文员", "clerk"]
    assert mine.second_step_since is None

"""People's actions: refused without the right, done once under one id."""

from dataclasses import replace
from datetime import date, timedelta

import pyotp
import pytest

from wangge.kernel.errors import Conflict, Invalid, NotFound, Refused
from wangge.kernel.ids import new_id
from wangge.people.actions import (
    appoint,
    begin_second_step,
    change_password,
    choose_post,
    close_account,
    close_post,
    close_unit,
    confirm_second_step,
    drop_second_step,
    end_second_step,
    open_unit,
    relieve,
    reopen_account,
    reset_password,
    sign_in,
    take_second_step,
    unlock,
)
from wangge.people.models import Account, SecondStep, Tenure, Unit
from wangge.people.queries import has_second_step, posts_held
from wangge.people.rules import CLOCKWORK, PostKind, UnitKind, new_secret
from wangge.people.tests import make
from wangge.people.tests.cast import AT, ELSEWHERE, PASSWORD, STREET, Cast
from wangge.trail.models import Entry


def opening(**changes):
    return {
        "unit": new_id(),
        "kind": UnitKind.SANITATION,
        "name": "环卫站",
        "region": STREET,
        "at": AT,
        "id": new_id(),
    } | changes


def test_a_unit_is_opened_and_remembered(cast: Cast) -> None:
    entry = open_unit(**opening(by=cast.head))
    assert Unit.objects.get(pk=entry.subject).name == "环卫站"
    assert (entry.actor_title, entry.region) == ("head", STREET)


def test_sending_twice_is_once(cast: Cast) -> None:
    words = opening(by=cast.head)
    assert open_unit(**words) == open_unit(**words)
    assert Unit.objects.filter(name="环卫站").count() == 1
    assert Entry.objects.filter(pk=words["id"]).count() == 1


def test_an_id_belongs_to_one_person(cast: Cast) -> None:
    words = opening(by=cast.head)
    open_unit(**words)
    with pytest.raises(Conflict):
        open_unit(**words | {"by": cast.clerk})


def test_without_the_right_nothing_happens(cast: Cast) -> None:
    words = opening(by=cast.clerk)
    with pytest.raises(Refused):
        open_unit(**words)
    assert not Entry.objects.filter(pk=words["id"]).exists()


def test_a_right_ends_at_the_border(cast: Cast) -> None:
    with pytest.raises(Refused):
        open_unit(**opening(by=cast.head, region=ELSEWHERE))


def doing(by):
    return {"by": by, "at": AT, "id": new_id()}


def test_a_name_is_entered_once(cast: Cast) -> None:
    make.unit(cast.head)
    with pytest.raises(Invalid, match="already entered"):
        make.unit(cast.head)


def test_a_unit_closes_once_and_only_when_empty(cast: Cast) -> None:
    unit = make.unit(cast.head)
    part = make.unit(cast.head, name="分站", parent=unit)
    post = make.post(cast.head, part)
    for closing in (unit, part):
        with pytest.raises(Refused, match="still open"):
            close_unit(unit=closing, **doing(cast.head))
    close_post(post=post, **doing(cast.head))
    close_unit(unit=part, **doing(cast.head))
    close_unit(unit=unit, **doing(cast.head))
    with pytest.raises(Conflict, match="already closed"):
        close_unit(unit=unit, **doing(cast.head))
    with pytest.raises(Refused, match="unit is closed"):
        make.post(cast.head, unit)


def test_outside_ones_area_there_is_nothing(cast: Cast) -> None:
    unit = make.unit(cast.head)
    post = make.post(cast.head, unit)
    abroad = replace(cast.head, region=ELSEWHERE)
    with pytest.raises(NotFound):
        close_unit(unit=unit, **doing(abroad))
    with pytest.raises(NotFound):
        close_post(post=post, **doing(abroad))
    with pytest.raises(NotFound):
        make.post(cast.head, new_id())


def test_who_held_a_post_stays_on_record(cast: Cast) -> None:
    post = make.post(cast.head, make.unit(cast.head))
    person = make.account(cast.head)
    day = date(2020, 8, 31)
    entry = appoint(account=person, post=post, since=day, **doing(cast.head))
    assert [one.post for one in posts_held(Account.objects.get(pk=person), day)] == [post]
    with pytest.raises(Conflict, match="already holds"):
        appoint(account=person, post=post, since=day, **doing(cast.head))
    with pytest.raises(Refused, match="still holds"):
        close_post(post=post, **doing(cast.head))
    with pytest.raises(Invalid, match="before the first"):
        relieve(tenure=entry.pk, until=date(2020, 8, 1), **doing(cast.head))
    with pytest.raises(NotFound):
        relieve(tenure=entry.pk, until=day, **doing(replace(cast.head, region=ELSEWHERE)))
    relieve(tenure=entry.pk, until=day, **doing(cast.head))
    with pytest.raises(Conflict, match="already relieved"):
        relieve(tenure=entry.pk, until=day, **doing(cast.head))
    assert posts_held(Account.objects.get(pk=person), date(2020, 9, 1)) == []
    assert Tenure.objects.get(pk=entry.pk).until == day


def test_nobody_appoints_themselves(cast: Cast) -> None:
    post = make.post(cast.head, make.unit(cast.head), kind=PostKind.COMMANDER)
    with pytest.raises(Refused, match="themselves"):
        appoint(account=cast.head.account, post=post, since=date(2020, 9, 1), **doing(cast.head))


def test_the_clockwork_is_nobodys_post(cast: Cast) -> None:
    with pytest.raises(Refused, match="clockwork"):
        make.post(cast.head, make.unit(cast.head), kind=PostKind.CLOCKWORK)


def test_sign_in_names_are_small_and_used_once(cast: Cast) -> None:
    person = make.account(cast.head, username="Li.Ming ")
    assert Account.objects.get_by_natural_key("LI.MING").pk == person
    for name in ("li.ming", "李明"):
        with pytest.raises(Invalid):
            make.account(cast.head, username=name)


def test_accounts_close_and_open_again(cast: Cast) -> None:
    person = make.account(cast.head)
    close_account(account=person, **doing(cast.head))
    with pytest.raises(Conflict):
        close_account(account=person, **doing(cast.head))
    with pytest.raises(NotFound):
        appoint(account=person, post=cast.clerk.post, since=date(2020, 9, 1), **doing(cast.head))
    reopen_account(account=person, **doing(cast.head))
    with pytest.raises(Conflict):
        reopen_account(account=person, **doing(cast.head))
    for act in (close_account, unlock, drop_second_step):
        with pytest.raises(Refused):
            act(account=person, **doing(cast.clerk))
    with pytest.raises(Refused, match="outside"):
        close_account(account=cast.account("stranger").pk, **doing(cast.head))


def test_a_password_is_changed_by_knowing_it(cast: Cast) -> None:
    def change(old: str, new: str):
        change_password(old=old, new=new, **doing(cast.clerk))

    with pytest.raises(Invalid, match="present password"):
        change("wrong", "another long word")
    with pytest.raises(Invalid, match="differ"):
        change(PASSWORD, PASSWORD)
    for weak in ("short", "12345678901234", "qwertyuiop"):
        with pytest.raises(Invalid):
            change(PASSWORD, weak)
    change(PASSWORD, "another long word")
    assert cast.account("clerk").check_password("another long word")


def test_a_reset_password_has_to_be_changed(cast: Cast) -> None:
    clerk = cast.account("clerk")
    reset_password(account=clerk.pk, password="one-time-word", **doing(cast.head))
    clerk.refresh_from_db()
    assert clerk.check_password("one-time-word")
    assert clerk.must_change_password
    with pytest.raises(Refused, match="own account"):
        reset_password(account=cast.head.account, password="x", **doing(cast.head))


def test_no_password_reaches_the_trail(cast: Cast) -> None:
    change_password(old=PASSWORD, new="another long word", **doing(cast.clerk))
    reset_password(account=cast.clerk.account, password="one-time-word", **doing(cast.head))
    begin_second_step(secret=new_secret(), **doing(cast.clerk))
    kept = " ".join(str(row) for row in Entry.objects.values_list("data", flat=True))
    for secret in (PASSWORD, "another long word", "one-time-word"):
        assert secret not in kept


def code_of(secret: str, at) -> str:
    return pyotp.TOTP(secret).at(at)


def test_the_second_step(cast: Cast) -> None:
    secret, me = new_secret(), cast.clerk.account
    begin_second_step(secret=secret, **doing(cast.clerk))
    assert not take_second_step(account=me, code=code_of(secret, AT), at=AT)  # not in force yet
    with pytest.raises(Invalid):
        confirm_second_step(code="000000", recovery=[], **doing(cast.clerk))
    confirm_second_step(code=code_of(secret, AT), recovery=["aaaaa-bbbbb"], **doing(cast.clerk))
    with pytest.raises(Conflict):
        begin_second_step(secret=new_secret(), **doing(cast.clerk))
    with pytest.raises(Conflict):
        confirm_second_step(code="000000", recovery=[], **doing(cast.clerk))
    assert not take_second_step(account=me, code=code_of(secret, AT), at=AT)  # used once
    later = AT + timedelta(minutes=2)
    assert take_second_step(account=me, code=code_of(secret, later), at=later)
    assert not take_second_step(account=me, code=code_of(secret, later), at=later)
    assert take_second_step(account=me, code="AAAAABBBBB", at=later)
    assert not take_second_step(account=me, code="AAAAABBBBB", at=later)
    with pytest.raises(Invalid):
        end_second_step(code="000000", **doing(cast.clerk))
    drop_second_step(account=me, **doing(cast.head))
    assert not has_second_step(me)


def test_one_turns_ones_own_second_step_off(cast: Cast) -> None:
    secret, me = new_secret(), cast.clerk.account
    begin_second_step(secret=secret, **doing(cast.clerk))
    confirm_second_step(code=code_of(secret, AT), recovery=[], **doing(cast.clerk))
    later = AT + timedelta(minutes=2)
    words = {"by": cast.clerk, "at": later, "id": new_id()}
    end_second_step(code=code_of(secret, later), **words)
    assert not has_second_step(me)
    assert not SecondStep.objects.exists()


def test_one_chooses_only_a_post_one_holds(cast: Cast) -> None:
    choose_post(post=cast.clerk.post, **doing(cast.clerk))
    with pytest.raises(NotFound):
        choose_post(post=cast.head.post, **doing(cast.clerk))


def test_the_clockwork_neither_signs_in_nor_has_a_password(cast: Cast) -> None:
    for act in (
        lambda: choose_post(post=cast.clerk.post, **doing(CLOCKWORK)),
        lambda: sign_in(address="", **doing(CLOCKWORK)),
        lambda: change_password(old="", new="", **doing(CLOCKWORK)),
        lambda: end_second_step(code="", **doing(CLOCKWORK)),
    ):
        with pytest.raises(Refused):
            act()

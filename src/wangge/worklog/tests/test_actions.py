"""Records: drafted, confirmed, voided, corrected; every refusal names its reason."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wangge.kernel.errors import Conflict, Invalid, Mendable, NotFound, Refused
from wangge.kernel.ids import new_id
from wangge.kernel.words import Qualifier
from wangge.people.models import Unit
from wangge.people.tests.cast import AT, ELSEWHERE, FIRST, GRID, SECOND, STREET, Cast
from wangge.trail.models import Entry
from wangge.worklog.actions import (
    add_work,
    amend_draft,
    confirm_record,
    confirm_records,
    confirm_work_of,
    correct_record,
    discard_draft,
    draft_record,
    void_record,
    void_work_of,
)
from wangge.worklog.models import Record
from wangge.worklog.queries.records import totals
from wangge.worklog.rules.records import Origin, State
from wangge.worklog.tests.make import TODAY, YESTERDAY, confirmed, draft, measures, place, words


@pytest.fixture(autouse=True)
def known(cast: Cast) -> None:
    measures()


def act() -> dict[str, object]:
    return {"at": AT, "id": new_id()}


def test_a_draft_counts_only_once_confirmed(cast: Cast) -> None:
    record = draft(cast.leader, region=GRID)
    assert totals(user=cast.clerk) == []
    confirm_record(record=record, by=cast.clerk, **act())
    (total,) = totals(user=cast.clerk)
    assert (total.measure, total.amount, total.worded) == ("waste_cleared", Decimal("2.5"), "2.5吨")
    with pytest.raises(Refused, match="Confirmed"):
        confirm_record(record=record, by=cast.clerk, **act())


def test_sending_the_form_twice_is_once(cast: Cast) -> None:
    form = words(by=cast.clerk)
    assert draft_record(**form) == draft_record(**form)
    assert Record.objects.count() == 1
    with pytest.raises(Conflict):
        draft_record(**form | {"id": new_id()})


@pytest.mark.parametrize(
    ("changes", "field", "word"),
    [
        ({"amount": Decimal(0)}, "amount", "more than zero"),
        ({"amount": Decimal(-3)}, "amount", "more than zero"),
        ({"amount": Decimal("NaN")}, "amount", "isn't a number"),
        ({"amount": Decimal("1e15")}, "amount", "too large"),
        ({"amount": Decimal("0.0001")}, "amount", "three decimals"),
        ({"measure": "moon_dust"}, "measure", "no measure"),
        ({"starts_on": TODAY, "ends_on": YESTERDAY}, "ends_on", "before it begins"),
        ({"ends_on": TODAY + timedelta(days=1)}, "ends_on", "future"),
        ({"unit": new_id()}, "unit", "no such unit"),
        ({"place": new_id()}, "place", "no such place"),
        ({"region": STREET + "777"}, "region", "no region"),
    ],
)
def test_what_a_draft_refuses(cast: Cast, changes: dict, field: str, word: str) -> None:
    with pytest.raises(Invalid, match=word) as caught:
        draft(cast.clerk, **changes)
    assert caught.value.field == field
    assert not Record.objects.exists()


def test_a_place_outside_the_region(cast: Cast) -> None:
    lane = place(region=FIRST)
    assert draft(cast.clerk, place=lane, region=STREET)
    assert draft(cast.clerk, place=lane, region=GRID)
    with pytest.raises(Invalid, match="outside"):
        draft(cast.clerk, place=lane, region=SECOND)


def test_rights_follow_post_and_region(cast: Cast) -> None:
    for nobody in (cast.commander, cast.discipline):
        with pytest.raises(Refused, match="right"):
            draft(nobody)
    with pytest.raises(Refused, match="outside your area"):
        draft(cast.leader, region=FIRST)
    with pytest.raises(Refused):
        draft(cast.stranger)
    record = draft(cast.leader, region=GRID)
    with pytest.raises(Refused):
        confirm_record(record=record, by=cast.leader, **act())
    with pytest.raises(NotFound):
        confirm_record(record=record, by=cast.stranger, **act())
    with pytest.raises(NotFound):
        discard_draft(record=record, reason="x", by=cast.neighbour, **act())


def test_a_company_enters_only_its_own(cast: Cast) -> None:
    with pytest.raises(Refused, match="own work"):
        draft(cast.company)
    assert draft(cast.company, unit=cast.company.unit)
    with pytest.raises(NotFound):
        amend(cast.company, draft(cast.clerk))


def amend(by, record, **changes) -> None:
    form = words(record=record, by=by, place=None, unit=None, **changes)
    amend_draft(**form)


def test_a_draft_may_be_amended_a_confirmed_one_never(cast: Cast) -> None:
    record = draft(cast.clerk)
    amend(cast.clerk, record, amount=Decimal(7), qualifier=Qualifier.OVER)
    assert Record.objects.get(pk=record).amount == 7
    data = Entry.objects.get(kind="worklog.record", action="worklog.amend_draft").data
    assert (data["before"]["amount"], data["after"]["amount"]) == ("2.5", "7")
    confirm_record(record=record, by=cast.clerk, **act())
    with pytest.raises(Refused):
        amend(cast.clerk, record)


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 9}, {"measure": "posters"}, {"region": SECOND}, {"ends_on": TODAY},
        {"qualifier": "over"}, {"state": "draft"}, {"origin": "task"}, {"starts_on": YESTERDAY},
    ],
)  # fmt: skip
def test_the_database_itself_keeps_what_is_confirmed(cast: Cast, change: dict) -> None:
    record = confirmed(cast.clerk, ends_on=YESTERDAY, starts_on=YESTERDAY - timedelta(days=1))
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        Record.objects.filter(pk=record).update(**change)
    assert Record.objects.filter(pk=record).update(state="voided", void_reason="x") == 1
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        Record.objects.filter(pk=record).update(state="confirmed")


def test_discarded_and_voided_stay_visible_with_the_reason(cast: Cast) -> None:
    one, two = draft(cast.leader, region=GRID), confirmed(cast.clerk)
    for reason in ("", "   "):
        with pytest.raises(Invalid, match="Say why"):
            void_record(record=two, reason=reason, by=cast.clerk, **act())
    with pytest.raises(Refused):
        void_record(record=one, reason="重复", by=cast.clerk, **act())
    discard_draft(record=one, reason="重复", by=cast.leader, **act())
    void_record(record=two, reason="数字听错", by=cast.clerk, **act())
    reasons = dict(Record.objects.values_list("id", "void_reason"))
    assert reasons == {one: "重复", two: "数字听错"}
    assert totals(user=cast.clerk) == []
    with pytest.raises(Refused):
        void_record(record=two, reason="again", by=cast.clerk, **act())


def test_a_correction_voids_and_enters_anew_in_one(cast: Cast) -> None:
    lane = place()
    old, new = confirmed(cast.clerk, amount=Decimal(35), place=lane), new_id()
    form = {
        "record": old, "replacement": new, "amount": Decimal("3.5"),
        "qualifier": Qualifier.EXACT, "reason": "小数点看错", "by": cast.head, **act(),
    }  # fmt: skip
    assert correct_record(**form) == correct_record(**form)
    before, after = Record.objects.get(pk=old), Record.objects.get(pk=new)
    assert (before.state, before.void_reason, before.amount) == ("voided", "小数点看错", 35)
    assert (after.state, after.amount, after.place_id) == ("confirmed", Decimal("3.5"), lane)
    assert (after.replaces_id, before.replaced_by.pk) == (old, new)
    assert totals(user=cast.clerk)[0].amount == Decimal("3.5")
    with pytest.raises(Invalid, match="same"):
        correct_record(**form | {"record": new, "replacement": new_id(), "id": new_id()})
    with pytest.raises(Refused):
        correct_record(**form | {"replacement": new_id(), "id": new_id()})


def test_confirming_together_is_all_or_none(cast: Cast) -> None:
    good, unknown = draft(cast.clerk), draft(cast.clerk, measure=None)
    with pytest.raises(Refused, match="which measure"):
        confirm_records(records=[good, unknown], by=cast.clerk, **act())
    assert Record.objects.get(pk=good).state == State.DRAFT
    with pytest.raises(Refused, match="Nothing is selected"):
        confirm_records(records=[], by=cast.clerk, **act())
    both = [good, draft(cast.clerk, region=SECOND)]
    form = {"records": both, "by": cast.clerk, **act()}
    assert confirm_records(**form) == confirm_records(**form)
    assert Entry.objects.filter(action="worklog.confirm_record").count() == 2


def test_two_clerks_at_once_only_one_wins(cast: Cast, monkeypatch) -> None:
    """Both have read the draft; the second finds it confirmed when it writes."""
    from wangge.worklog.actions import records

    record = draft(cast.clerk)
    seen = records.one_record(record, user=cast.clerk)
    confirm_record(record=record, by=cast.clerk, **act())
    monkeypatch.setattr(records, "one_record", lambda id, user: seen)
    with pytest.raises(Conflict, match="Somebody else"):
        confirm_record(record=record, by=cast.head, **act())
    with pytest.raises(Conflict):
        discard_draft(record=record, reason="x", by=cast.head, **act())


def test_a_measure_counts_only_within_its_days(cast: Cast) -> None:
    from wangge.worklog.actions import end_measure

    end_measure(code="posters", until=YESTERDAY, by=cast.clerk, **act())
    with pytest.raises(Invalid, match="until"):
        draft(cast.clerk, measure="posters")
    assert draft(cast.clerk, measure="posters", starts_on=YESTERDAY, ends_on=YESTERDAY)


def test_work_of_another_domain(cast: Cast) -> None:
    task = new_id()
    facts = {
        "measure": "plants", "amount": Decimal(5), "qualifier": Qualifier.EXACT, "region": GRID,
        "place": None, "unit": Unit.objects.first().pk, "on": TODAY, "campaign": new_id(),
        "origin": Origin.TASK, "origin_id": task, "state": State.DRAFT, "at": AT,
    }  # fmt: skip
    add_work(record=new_id(), **facts)
    assert confirm_work_of(Origin.TASK, [task]) == 1
    assert totals(user=cast.clerk)[0].amount == 5
    assert void_work_of(Origin.TASK, [task], "退回重做") == 1
    assert totals(user=cast.clerk) == []
    for wrong in ({"amount": Decimal(-1)}, {"measure": "moon"}, {"place": place(region=ELSEWHERE)}):
        with pytest.raises(Invalid):
            add_work(record=new_id(), **facts | wrong)


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["draft", "confirm", "void", "discard", "correct", "amend", "confirm_all"]),
        st.integers(0, 5),
        st.integers(1, 9),
        st.sampled_from(["clerk", "leader", "company", "commander", "stranger"]),
        st.booleans(),
    ),
    max_size=14,
)


def attempt(what: str, record, new, amount: Decimal, form: dict) -> None:
    """One move of the game; ``form`` holds who, when and the action's id."""
    anew = words(amount=amount) | form
    right = {"amount": amount, "qualifier": Qualifier.EXACT, "reason": "r"}
    moves = {
        "draft": (draft_record, anew | {"record": new}),
        "amend": (amend_draft, anew | {"record": record, "place": None, "unit": None}),
        "confirm": (confirm_record, form | {"record": record}),
        "confirm_all": (confirm_records, form | {"records": [record]}),
        "void": (void_record, form | {"record": record, "reason": "r"}),
        "discard": (discard_draft, form | {"record": record, "reason": "r"}),
        "correct": (correct_record, form | right | {"record": record, "replacement": new}),
    }
    act_on, arguments = moves[what]
    act_on(**arguments)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves=MOVES)
def test_the_sum_follows_confirm_void_and_correct_alone(cast: Cast, moves: list) -> None:
    """Whatever is tried, by whomever, once or twice, the sum is what the model says."""
    with transaction.atomic():
        expected: dict[object, Decimal] = {}
        made: list[object] = [draft(cast.clerk)]
        for what, which, number, who, twice in moves:
            record, amount = made[which % len(made)], Decimal(number)
            before = Record.objects.get(pk=record)
            new, form = new_id(), {"by": getattr(cast, who), **act()}
            try:
                for _ in range(1 + twice):
                    attempt(what, record, new, amount, form)
            except Mendable:
                continue
            if what in ("draft", "correct"):
                made.append(new)
            if what in ("confirm", "confirm_all"):
                expected[record] = before.amount
            elif what in ("void", "correct"):
                expected.pop(record)
                if what == "correct":
                    expected[new] = amount
        found = totals(user=cast.clerk)
        assert sum((total.amount for total in found), Decimal(0)) == sum(expected.values())
        transaction.set_rollback(True)

"""Briefs from draft to issued: what they say, who may, and that they stay."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from wangge.campaigns.tests.make import Made, a_programme
from wangge.insight.actions import amend_brief, draft_brief, issue_brief, refresh_brief
from wangge.insight.briefs.content import Content, Paragraph, from_json
from wangge.insight.briefs.editing import Edit, version
from wangge.insight.briefs.reading import brief_page, corrections
from wangge.insight.models import Brief, BriefFigure
from wangge.insight.rules import BriefSpan, BriefState
from wangge.kernel.errors import Conflict, Invalid, NotFound, Refused
from wangge.kernel.ids import new_id
from wangge.kernel.words import Qualifier
from wangge.people.rules import Acting
from wangge.people.tests.cast import AT, ELSEWHERE, FIRST, GRID, SECOND, STREET, Cast
from wangge.trail.models import Entry
from wangge.worklog.actions import confirm_record, correct_record, draft_record
from wangge.worklog.models import Measure

MONDAY = date(2020, 8, 31)
LATER = AT + timedelta(days=7)
MEASURES = {
    "waste_cleared": ("清理", "乱堆乱放废弃物", "吨"),
    "small_ads_removed": ("清理铲除", "小广告", "条"),
    "posters": ("粘贴", "宣传图画", "张"),
}


def measures() -> None:
    for code, (verb, object, unit) in MEASURES.items():
        Measure.objects.get_or_create(
            code=code,
            defaults={
                "verb": verb, "object": object, "unit": unit, "name_en": code,
                "section": "cleanup", "since": date(2020, 1, 1), "source": "tests",
            },
        )  # fmt: skip


def work(
    by: Acting,
    made: Made,
    amount: str,
    measure: str = "waste_cleared",
    region: str = FIRST,
    day: date = MONDAY,
    qualifier: Qualifier = Qualifier.EXACT,
) -> UUID:
    measures()
    record = new_id()
    draft_record(
        record=record, measure=measure, amount=Decimal(amount), qualifier=qualifier,
        region=region, starts_on=day, ends_on=day, campaign=made.sweep, by=by, at=AT, id=new_id(),
    )  # fmt: skip
    confirm_record(record=record, by=by, at=AT, id=new_id())
    return record


def drafting(made: Made, **changes: object) -> dict[str, object]:
    return {
        "brief": new_id(), "programme": made.programme, "region": STREET,
        "span": BriefSpan.WEEK, "starts_on": MONDAY, "ends_on": MONDAY + timedelta(days=6),
        "at": LATER, "id": new_id(),
    } | changes  # fmt: skip


def drafted(by: Acting, made: Made, **changes: object) -> Brief:
    words = drafting(made, by=by, **changes)
    draft_brief(**words)
    return Brief.objects.get(pk=words["brief"])


def issued(by: Acting, brief: Brief) -> Brief:
    issue_brief(brief=brief.pk, by=by, at=LATER, id=new_id())
    return Brief.objects.get(pk=brief.pk)


def words_of(content: Content) -> str:
    return "\n".join(part.text for part in content.paragraphs())


def editing(brief: Brief, **changes: object) -> Edit:
    content = from_json(brief.content)
    return Edit(**{"version": version(content), "title": brief.title, "paragraphs": {}} | changes)


@pytest.fixture
def made(cast: Cast) -> Made:
    return a_programme(cast.clerk)


def test_a_week_in_words(cast: Cast, made: Made) -> None:
    work(cast.head, made, "317", qualifier=Qualifier.OVER)
    work(cast.head, made, "40", "small_ads_removed", SECOND)
    work(cast.head, made, "9", day=MONDAY - timedelta(days=7))
    content = from_json(drafted(cast.clerk, made).content)
    said = words_of(content)
    assert (
        "本周（8月31日至9月6日），普吉街道共清理乱堆乱放废弃物300余吨；清理铲除小广告40条。" in said
    )
    assert "志愿" not in said, "a section without rows is left out"
    assert {"waste_cleared", "waste_cleared~all", f"waste_cleared@{FIRST}"} <= set(
        content.figures()
    )


def test_to_date_and_chosen_days(cast: Cast, made: Made) -> None:
    work(cast.head, made, "9", day=MONDAY - timedelta(days=7))
    work(cast.head, made, "5")
    to_date = from_json(drafted(cast.clerk, made, span=BriefSpan.TO_DATE).content)
    assert "截至9月6日，普吉街道共清理乱堆乱放废弃物14吨。" in words_of(to_date)
    free = drafted(cast.clerk, made, span=BriefSpan.FREE, ends_on=MONDAY)
    assert "8月31日至8月31日，普吉街道共清理乱堆乱放废弃物5吨。" in words_of(
        from_json(free.content)
    )


def test_a_small_area(cast: Cast, made: Made) -> None:
    work(cast.head, made, "5", region=GRID)
    work(cast.head, made, "7", region=SECOND)
    content = from_json(drafted(cast.clerk, made, region=FIRST).content)
    assert "废弃物5吨" in words_of(content)
    assert f"waste_cleared@{GRID}" in content.figures()


def test_an_empty_period_says_so(cast: Cast, made: Made) -> None:
    content = from_json(drafted(cast.clerk, made).content)
    assert words_of(content) == (
        "本周（8月31日至9月6日），普吉街道没有任务，也没有已确认的工作记录。"
    )
    assert content.annex == ()


def test_the_annex_has_every_number(cast: Cast, made: Made) -> None:
    work(cast.head, made, "5")
    brief = issued(cast.head, drafted(cast.clerk, made))
    content = from_json(brief.content)
    assert [line.key for line in content.annex] == content.figures()
    kept = BriefFigure.objects.filter(brief=brief)
    assert {row.key for row in kept} == set(content.figures())
    assert all((row.definition and "普吉街道" in row.filter) or "@" in row.key for row in kept)


@pytest.mark.parametrize("part", ["commander", "community", "leader", "company", "discipline"])
def test_only_the_office_writes(cast: Cast, made: Made, part: str) -> None:
    with pytest.raises(Refused):
        draft_brief(**drafting(made, by=getattr(cast, part)))


def test_a_stranger_writes_nothing_here(cast: Cast, made: Made) -> None:
    with pytest.raises(Refused):
        draft_brief(**drafting(made, by=cast.stranger))
    with pytest.raises(NotFound):
        draft_brief(**drafting(made, by=cast.stranger, region=ELSEWHERE))


def test_areas_that_are_not_the_programmes(cast: Cast, made: Made) -> None:
    with pytest.raises(NotFound):
        draft_brief(**drafting(made, by=cast.clerk, region="530102009099"))


@pytest.mark.parametrize(
    "days",
    [
        {"ends_on": MONDAY - timedelta(days=1)},
        {"starts_on": MONDAY + timedelta(days=1)},
        {"ends_on": MONDAY + timedelta(days=5)},
    ],
)
def test_days_that_make_no_week(cast: Cast, made: Made, days: dict[str, date]) -> None:
    with pytest.raises(Invalid):
        draft_brief(**drafting(made, by=cast.clerk, **days))


def test_the_clerk_writes_and_the_head_issues(cast: Cast, made: Made) -> None:
    brief = drafted(cast.clerk, made)
    with pytest.raises(Refused):
        issue_brief(brief=brief.pk, by=cast.clerk, at=LATER, id=new_id())
    done = issued(cast.commander, brief)
    assert (done.state, done.number, done.year) == (BriefState.ISSUED.value, 1, 2020)
    assert from_json(done.content).masthead.number == "第1期"
    entry = Entry.objects.get(action="insight.issue_brief")
    assert (entry.subject, entry.data["number"], len(entry.data["sha256"])) == (brief.pk, 1, 64)


def test_numbers_follow_each_other_within_a_year(cast: Cast, made: Made) -> None:
    first, second = (issued(cast.head, drafted(cast.clerk, made)) for _ in range(2))
    assert (first.number, second.number) == (1, 2)
    third = drafted(cast.clerk, made)
    issue_brief(brief=third.pk, by=cast.head, at=LATER.replace(year=2021), id=new_id())
    third.refresh_from_db()
    assert (third.year, third.number) == (2021, 1)


def test_the_same_form_twice(cast: Cast, made: Made) -> None:
    words = drafting(made, by=cast.clerk)
    assert draft_brief(**words) == draft_brief(**words)
    issuing = {"brief": words["brief"], "by": cast.head, "at": LATER, "id": new_id()}
    assert issue_brief(**issuing) == issue_brief(**issuing)
    with pytest.raises(Refused):
        issue_brief(**issuing | {"id": new_id()})
    assert Brief.objects.get().number == 1


def test_issued_it_never_changes(cast: Cast, made: Made) -> None:
    record = work(cast.head, made, "50")
    brief = issued(cast.head, drafted(cast.clerk, made))
    correct_record(
        record=record, replacement=new_id(), amount=Decimal(5), qualifier=Qualifier.EXACT,
        reason="多写一个零", by=cast.head, at=LATER + timedelta(hours=1), id=new_id(),
    )  # fmt: skip
    for change in (
        lambda: refresh_brief(brief=brief.pk, by=cast.head, at=LATER, id=new_id()),
        lambda: amend_brief(
            brief=brief.pk, edit=editing(brief, title="别的"), by=cast.head, at=LATER, id=new_id()
        ),
    ):
        with pytest.raises(Refused):
            change()
    again = Brief.objects.get(pk=brief.pk)
    assert again.content == brief.content
    found = {line.ref: line for line in corrections(brief.pk, cast.discipline)}
    line = found["waste_cleared"]
    assert (line.old, line.new) == ("50吨", "5吨")
    assert (line.old_rows, line.new_rows, line.changed) == (1, 1, 2)
    assert f"waste_cleared@{FIRST}" in found


def test_nothing_corrected_nothing_said(cast: Cast, made: Made) -> None:
    work(cast.head, made, "50")
    brief = issued(cast.head, drafted(cast.clerk, made))
    assert corrections(brief.pk, cast.head) == []


def test_a_late_record_shows_too(cast: Cast, made: Made) -> None:
    work(cast.head, made, "50")
    brief = issued(cast.head, drafted(cast.clerk, made))
    work(cast.head, made, "7")
    line = next(one for one in corrections(brief.pk, cast.head) if one.ref == "waste_cleared")
    assert (line.new, line.changed) == ("57吨", 1)


def test_a_draft_asks_again_and_keeps_words(cast: Cast, made: Made) -> None:
    work(cast.head, made, "5")
    brief = drafted(cast.clerk, made)
    content = from_json(brief.content)
    place = next(
        i for i, b in enumerate(content.blocks) if isinstance(b, Paragraph) and b.level == 0
    )
    box = next(
        box for box in brief_page(brief=brief.pk, user=cast.clerk).boxes if box.position == place
    )
    assert "清理乱堆乱放废弃物{清理乱堆乱放废弃物}" in box.text
    edit = editing(brief, paragraphs={place: "本周清运{清理乱堆乱放废弃物}。\n又及：#let $x$"})
    amend_brief(brief=brief.pk, edit=edit, by=cast.clerk, at=LATER, id=new_id())
    work(cast.head, made, "2")
    refresh_brief(brief=brief.pk, by=cast.clerk, at=LATER, id=new_id())
    said = words_of(from_json(Brief.objects.get(pk=brief.pk).content))
    assert "本周清运7吨。\n又及：#let $x$" in said
    refresh_brief(brief=brief.pk, anew=True, by=cast.clerk, at=LATER, id=new_id())
    assert "又及" not in words_of(from_json(Brief.objects.get(pk=brief.pk).content))


def test_edits_that_are_refused(cast: Cast, made: Made) -> None:
    work(cast.head, made, "5")
    brief = drafted(cast.clerk, made)
    for wrong in (
        {"paragraphs": {0: "共{unknown}"}},
        {"paragraphs": {0: "共{waste_cleared@x}"}},
        {"paragraphs": {0: "共{没有的数}"}},
        {"title": " "},
        {"paragraphs": {0: "长" * 5000}},
        {"pictures": (new_id(),)},
    ):
        with pytest.raises(Invalid):
            amend_brief(
                brief=brief.pk, edit=editing(brief, **wrong), by=cast.clerk, at=LATER, id=new_id()
            )
    stale = editing(brief, paragraphs={0: "一、甲"})
    for wanted in (None, Conflict):
        doing = {"brief": brief.pk, "edit": stale, "by": cast.clerk, "at": LATER, "id": new_id()}
        if wanted is None:
            amend_brief(**doing)
        else:
            with pytest.raises(wanted):
                amend_brief(**doing)


def test_drafts_are_the_offices_own(cast: Cast, made: Made) -> None:
    brief = drafted(cast.clerk, made)
    with pytest.raises(NotFound):
        corrections(brief.pk, cast.discipline)
    with pytest.raises(NotFound):
        issue_brief(brief=brief.pk, by=cast.stranger, at=LATER, id=new_id())
    issued(cast.head, brief)
    assert corrections(brief.pk, cast.discipline) == []
    with pytest.raises(NotFound):
        corrections(brief.pk, cast.leader)

"""Briefs: drafted from figures, amended by a person, issued with a number and frozen."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Max

from wangge.campaigns.models import Programme
from wangge.insight.briefs.composing import compose, written
from wangge.insight.briefs.content import Content, as_json, cleaned, from_json
from wangge.insight.briefs.editing import Edit, amended, digest, refreshed, version
from wangge.insight.briefs.numbers import Asked
from wangge.insight.briefs.reading import KIND, asked_of, brief_of
from wangge.insight.figures import programme_named
from wangge.insight.models import Brief, BriefFigure
from wangge.insight.rules import (
    BriefSpan,
    BriefState,
    why_not_days,
    why_not_issue,
    why_not_write,
)
from wangge.kernel.clock import day_of
from wangge.kernel.errors import Conflict, Invalid, NotFound, refuse
from wangge.kernel.ids import new_id
from wangge.kernel.words import say
from wangge.people.rules import Acting
from wangge.places.queries import names
from wangge.trail.actions import action
from wangge.trail.rules import Note


@action("insight.draft_brief")
def draft_brief(
    *,
    brief: UUID,
    programme: UUID,
    region: str,
    span: BriefSpan,
    starts_on: date,
    ends_on: date,
    title: str = "",
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Write a brief of an area and its days from the figures, as a draft.

    Both days are included; a week is Monday to Sunday, and a brief to date counts from the very
    beginning. Without ``title`` it gets one of its own.
    """
    refuse(why_not_write(by, region))
    if reason := why_not_days(span, starts_on, ends_on):
        raise Invalid(reason, "ends_on")
    plan = programme_named(programme, by)
    _inside(region, plan)
    asked = Asked(plan.pk, region, span, starts_on, ends_on)
    content = compose(asked, user=by, day=day_of(at), title=" ".join(cleaned(title).split())[:120])
    Brief.objects.create(
        id=brief,
        programme=plan,
        year=day_of(at).year,
        title=content.title,
        region=region,
        span=span.value,
        starts_on=starts_on,
        ends_on=ends_on,
        content=as_json(content),
        at=at,
    )
    data = {"title": content.title, "starts_on": str(starts_on), "ends_on": str(ends_on)}
    return Note(KIND, brief, region, data)


def _inside(region: str, plan: Programme) -> None:
    if not region.startswith(plan.region):
        raise Invalid(say("The programme doesn't reach this area."), "region")
    if region not in names([region]):
        raise NotFound(say("There is no region with the code %(code)s.", code=region))


@action("insight.amend_brief")
def amend_brief(*, brief: UUID, edit: Edit, by: Acting, at: datetime, id: UUID) -> Note:
    """Change the words, the recipients and the photos of a draft.

    Raises :class:`Conflict` where somebody else changed it since ``edit`` was begun, and
    :class:`Invalid` for a number that the brief doesn't know.
    """
    found = _draft(brief, by)
    refuse(why_not_write(by, found.region, BriefState(found.state)))
    content = from_json(found.content)
    if edit.version != version(content):
        raise Conflict(say("Somebody else changed this draft. Open it again and repeat."))
    changed = amended(content, edit, asked_of(found), by)
    _keep(found, changed)
    return Note(KIND, brief, found.region, {"title": changed.title})


@action("insight.refresh_brief")
def refresh_brief(*, brief: UUID, anew: bool = False, by: Acting, at: datetime, id: UUID) -> Note:
    """Ask a draft's figures again. With ``anew`` it is written anew and edits are dropped."""
    found = _draft(brief, by)
    refuse(why_not_write(by, found.region, BriefState(found.state)))
    content = from_json(found.content)
    fresh = refreshed(content, asked_of(found), by, anew=anew)
    _keep(found, fresh)
    return Note(KIND, brief, found.region, {"anew": anew, "changed": fresh != content})


@action("insight.issue_brief")
def issue_brief(*, brief: UUID, by: Acting, at: datetime, id: UUID) -> Note:
    """Ask the figures a last time, number the brief within its programme and year, freeze it.

    What it says stays from then on, whatever is corrected later.
    """
    found = _draft(brief, by)
    refuse(why_not_issue(by, found.region, BriefState(found.state)))
    content = refreshed(from_json(found.content), asked_of(found), by)
    year = day_of(at).year
    number = _next_number(found.programme_id, year)
    content = replace(
        content,
        masthead=replace(content.masthead, number=f"第{number}期", day=written(day_of(at))),
        footer=replace(content.footer, printed_on=written(day_of(at))),
    )
    data = as_json(content)
    changed = Brief.objects.filter(pk=brief, state=BriefState.DRAFT.value).update(
        state=BriefState.ISSUED.value, number=number, year=year, content=data, issued_at=at
    )
    if not changed:
        raise Conflict(say("This brief is issued already."))
    _freeze(found, content)
    note = {"number": number, "year": year, "title": found.title, "sha256": digest(data)}
    return Note(KIND, brief, found.region, note)


def _next_number(programme: UUID, year: int) -> int:
    """The next number of a programme's year; the programme is locked until it is taken."""
    Programme.objects.select_for_update().get(pk=programme)
    issued = Brief.objects.filter(programme=programme, year=year)
    return (issued.aggregate(last=Max("number"))["last"] or 0) + 1


def _freeze(brief: Brief, content: Content) -> None:
    """A row for each line of the annex, with its value beside its wording."""
    BriefFigure.objects.bulk_create(
        [
            BriefFigure(
                id=new_id(),
                brief=brief,
                key=line.key,
                value=round(Decimal(line.value), 3) if line.value else None,
                text=line.text,
                rows=line.rows,
                definition=line.definition[:400],
                filter=line.filter[:400],
            )
            for line in content.annex
        ]
    )


def _draft(brief: UUID, by: Acting) -> Brief:
    """The brief, locked against a second writer until this action ends."""
    brief_of(brief, by)
    return Brief.objects.select_for_update().get(pk=brief)


def _keep(brief: Brief, content: Content) -> None:
    """Write a draft's content, unless it was issued meanwhile."""
    rows = Brief.objects.filter(pk=brief.pk, state=BriefState.DRAFT.value)
    if not rows.update(title=content.title, content=as_json(content)):
        raise Conflict(say("This brief is issued already."))

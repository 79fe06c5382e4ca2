"""The rules of evaluation: loaded from the package's data, followed by others from a day on."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from importlib.resources import files
from typing import Any
from uuid import UUID

from wangge.cases.rules import Sure
from wangge.insight.evaluation.passes import ROLES
from wangge.insight.figures.counts import COUNTS
from wangge.insight.models import ScoringRule
from wangge.insight.rules.evaluation import Sort, Subject, why_not_content, why_not_rule
from wangge.kernel.clock import day_of
from wangge.kernel.errors import Invalid, NotFound, refuse
from wangge.kernel.ids import derived_id, new_id
from wangge.kernel.words import say
from wangge.people.rules import Acting, Right
from wangge.trail.actions import action
from wangge.trail.rules import Note

KIND = "insight.scoringrule"


@action("insight.load_scoring")
def load_scoring(*, by: Acting, at: datetime, id: UUID) -> Note:
    """Enter the package's rules that aren't there yet; what is there stays."""
    refuse(by.why_not(Right.PLAN, by.region))
    rows = list(_packaged())
    known = set(ScoringRule.objects.values_list("pk", flat=True))
    added = [row for row in rows if row.pk not in known]
    ScoringRule.objects.bulk_create(added)
    return Note(KIND, derived_id("insight.scoring"), by.region, {"rules": len(added)})


def _packaged() -> Iterator[ScoringRule]:
    with files("wangge.insight").joinpath("data", "scoring.json").open(encoding="utf-8") as file:
        packaged = json.load(file)
    for place, row in enumerate(packaged["rules"]):
        name = (row["sort"], row["key"], row["subject"], row["variant"], packaged["since"])
        yield ScoringRule(
            id=derived_id("scoringrule", *name),
            sort=Sort(row["sort"]).value,
            key=row["key"],
            subject=row["subject"],
            variant=row["variant"],
            content=row["content"],
            place=place,
            is_chosen=row["chosen"],
            since=date.fromisoformat(packaged["since"]),
            sureness=Sure(row["sureness"]).value,
            source=row["source"],
        )


@action("insight.change_rule")
def change_rule(
    *,
    follows: UUID,
    content: Mapping[str, Any],
    since: date,
    source: str,
    sureness: Sure = Sure.CONFIRMED,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Let a rule say something else from a day on; the one it ``follows`` holds until then.

    A variant that another source gives is taken the same way: by following it with its own content.
    Raises :class:`Invalid` for what can't be reckoned with.
    """
    before = ScoringRule.objects.filter(pk=follows).first()
    if before is None:
        raise NotFound(say("There is no such rule."))
    same = ScoringRule.objects.filter(
        sort=before.sort, key=before.key, subject=before.subject, is_chosen=True
    )
    latest = same.order_by("-since").values_list("since", flat=True).first()
    refuse(why_not_rule(by, since, day_of(at), latest))
    sort = Sort(before.sort)
    indicators = ScoringRule.objects.filter(sort=Sort.INDICATOR.value)
    keys = set(indicators.values_list("key", flat=True))
    if reason := why_not_content(sort, content, COUNTS, keys):
        raise Invalid(reason)
    if sort is Sort.INDICATOR:
        _one_fact(content)
    made = ScoringRule.objects.create(
        id=new_id(),
        sort=before.sort,
        key=before.key,
        subject=before.subject,
        variant="office",
        content=dict(content),
        place=before.place,
        since=since,
        sureness=sureness.value,
        source=" ".join(source.split())[:300],
    )
    data = {"sort": made.sort, "key": made.key, "subject": made.subject, "since": str(since)}
    return Note(KIND, made.pk, by.region, data)


def _one_fact(content: Mapping[str, Any]) -> None:
    """A rate divides cases by cases or dispatches by dispatches, of a post what it did itself."""
    top, bottom = COUNTS[content["numerator"]], COUNTS[content["denominator"]]
    if top.fact != bottom.fact:
        raise Invalid(say("Cases can't be divided by dispatches. Choose two counts of one kind."))
    for subject in map(Subject, content["subjects"]):
        if subject in ROLES and bottom.by not in ROLES[subject]:
            raise Invalid(
                say(
                    "“%(count)s” isn't known by post; choose another denominator for “%(who)s”.",
                    count=str(bottom.name),
                    who=subject.label,
                )
            )

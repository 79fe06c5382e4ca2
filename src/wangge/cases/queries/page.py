"""All that the page of one case shows, in a number of queries that its size doesn't change."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings

from wangge.cases.models import Case, Remark, Reporter, Request
from wangge.cases.queries.cases import Button, buttons, light, mine_of, one_case
from wangge.cases.queries.duty import unit_on_duty
from wangge.cases.queries.near import Near, near, recurrence
from wangge.cases.queries.page_view import (
    LIKELY,
    TWINS,
    Asked,
    CaseView,
    Informant,
    Other,
    Photos,
    Proposal,
    Reported,
)
from wangge.cases.rules import (
    ENDED,
    OPEN,
    Act,
    Ask,
    Decision,
    Light,
    LimitUnit,
    Resolution,
    Satisfaction,
    Severity,
    Source,
    Stage,
    Sure,
)
from wangge.cases.rules.masking import masked_email, masked_name, masked_phone
from wangge.cases.rules.phases import Instants, phases_of, time_left
from wangge.cases.rules.stages import RIGHT_FOR
from wangge.cases.rules.telling import Told, told
from wangge.kernel.subjects import lookup
from wangge.kernel.words import Qualifier, official, plain
from wangge.people.models import Post, Unit
from wangge.people.rules import RIGHTS, Acting, Right, unseal_secret
from wangge.places.queries import names, within
from wangge.trail.queries import Happening, Shown, entries_of, proofs_of
from wangge.trail.rules import Stage as Moment
from wangge.worklog.models import Record
from wangge.worklog.rules.records import Origin, State

KIND = "cases.case"
REPORTED = "cases.report"
SIMILAR = 5
SPLIT = "cases.split"
"""Similar cases nearby that the page shows."""


def case_page(case: UUID, *, user: Acting, at: datetime) -> CaseView:
    """One case for its page. Raises :class:`NotFound` outside one's area or one's own work."""
    found = one_case(case, user=user)
    rows = list(Request.objects.filter(case=case).order_by("pk"))
    waiting = next((row for row in rows if row.decision == Decision.WAITING.value), None)
    presses = buttons(found, user=user, waiting=waiting)
    able = [one for one in presses.values() if _could(one.act, user)]
    posts = _posts(rows)
    requests = [_asked(row, posts) for row in rows]
    places = names((found.region, found.region[:12]))
    entries = history_of(found, user=user)
    stage = Stage(found.stage)
    may_call = user.why_not(Right.FILE_CASE, found.region) is None
    reporters = _reporters(found, may_call)
    similar = _similar(found, user, at)
    alike = {one.case.pk for one in similar}
    return CaseView(
        case=found,
        stage=stage,
        source=Source(found.source),
        severity=Severity(found.severity),
        is_open=stage in OPEN,
        light=light(found, at) if stage in OPEN else Light.NONE,
        left=time_left(found.due_at, at) if stage in OPEN else None,
        where=places.get(found.region[:12], ""),
        grid=places.get(found.region, "") if len(found.region) > 12 else "",
        phases=phases_of(_instants(found, stage), at),
        buttons=presses,
        able=able,
        next=_next(presses),
        proposal=_proposal(found, at),
        photos=_photos(proofs_of(KIND, [case], user).get(case, [])),
        similar=similar,
        history=[one for one in recurrence(found, user=user) if one.pk not in alike],
        requests=requests,
        waiting=next((one for one in requests if one.decision is Decision.WAITING), None),
        remarks=list(Remark.objects.filter(case=case).order_by("at", "pk")),
        records=_records(found, user),
        reporters=reporters,
        may_call=may_call and bool(reporters),
        parts=_others(user, parent=found),
        copies=_others(user, merged_into=found),
        category_sure=Sure(found.category.sureness) if found.category else None,
        condition_sure=Sure(found.condition.sureness) if found.condition else None,
        **_limit(found),
        **_origin(found),
        resolution=Resolution(found.resolution) if found.resolution else None,
        satisfaction=Satisfaction(found.satisfaction) if found.satisfaction else None,
        reported_by=next((entry.title for entry in entries if entry.action == REPORTED), ""),
        timeline=[(entry, told(entry.action, entry.label, entry.data)) for entry in entries],
        newest=entries[-1].id if entries else None,
    )


def history_of(case: Case, *, user: Acting) -> list[Happening]:
    """What happened to a case, oldest first; of a part also what came before it was split off."""
    entries = entries_of(KIND, case.pk, user)
    if case.parent_id is None:
        return entries
    before = entries_of(KIND, case.parent_id, user)
    split = max((one.at for one in before if one.action == SPLIT), default=case.reported_at)
    return [one for one in before if one.at <= split] + entries


def newest_of(case: UUID, *, user: Acting) -> tuple[Happening, Told] | None:
    """What happened to a case last, as far as somebody may know it."""
    last = entries_of(KIND, case, user)[-1:]
    return (last[0], told(last[0].action, last[0].label, last[0].data)) if last else None


def _could(act: Act, user: Acting) -> bool:
    return act not in TWINS and RIGHT_FOR[act] in RIGHTS[user.kind]


def _next(presses: dict[str, Button]) -> Button | None:
    return next((presses[act.value] for act in LIKELY if presses[act.value].why is None), None)


def _limit(case: Case) -> dict[str, str]:
    """The limit it was dispatched under, or the condition's while it isn't."""
    if case.limit is not None:
        return {"limit": plain(case.limit), "limit_label": LimitUnit(case.limit_unit).label}
    if case.condition is None:
        return {"limit": "", "limit_label": ""}
    unit = LimitUnit(case.condition.limit_unit).label
    return {"limit": plain(case.condition.limit), "limit_label": unit}


def _origin(case: Case) -> dict[str, str]:
    """The page of what opened it, where that is another domain's thing."""
    kind = lookup(case.origin) if case.origin and case.origin_id else None
    if kind is None:
        return {"origin_url": "", "origin_label": ""}
    return {"origin_url": kind.url(str(case.origin_id)), "origin_label": kind.label}


def _instants(case: Case, stage: Stage) -> Instants:
    return Instants(
        stage=stage,
        reported_at=case.reported_at,
        filed_at=case.filed_at,
        dispatched_at=case.dispatched_at,
        handled_at=case.handled_at,
        closed_at=case.closed_at,
        due_at=case.due_at,
        handle_due_at=case.handle_due_at,
    )


def _proposal(case: Case, at: datetime) -> Proposal:
    """Asked for only while somebody could dispatch; afterwards the unit is known."""
    if case.stage not in (Stage.REPORTED.value, Stage.CONFIRMING.value, Stage.FILED.value):
        return Proposal(None)
    unit = unit_on_duty(region=case.region, category=case.category_id, at=at)
    name = Unit.objects.filter(pk=unit).values_list("name", flat=True).first() if unit else None
    return Proposal(unit if name else None, name or "")


def _similar(case: Case, user: Acting, at: datetime) -> list[Near]:
    if case.lng is None or case.lat is None or Stage(case.stage) in ENDED:
        return []
    return near(
        lng=case.lng,
        lat=case.lat,
        category=case.category_id,
        text=case.text,
        at=at,
        limit=SIMILAR,
        user=user,
        but=case.pk,
    )


def _photos(proofs: Sequence[Shown]) -> Photos:
    def of(moment: Moment) -> list[Shown]:
        return [shown for shown in proofs if shown.stage is moment]

    return Photos(of(Moment.BEFORE), of(Moment.AFTER), of(Moment.OTHER))


def _posts(rows: Iterable[Request]) -> dict[UUID, str]:
    wanted = {post for row in rows for post in (row.asked_by, row.decided_by) if post}
    return dict(Post.objects.filter(pk__in=wanted).values_list("pk", "title")) if wanted else {}


def _asked(row: Request, posts: dict[UUID, str]) -> Asked:
    return Asked(
        request=row,
        label=Ask(row.ask).label,
        decision=Decision(row.decision),
        by=posts.get(row.asked_by, "") if row.asked_by else "",
        decided_by=posts.get(row.decided_by, "") if row.decided_by else "",
        wanted="" if row.limit is None else plain(row.limit),
        unit=LimitUnit(row.limit_unit).label,
    )


def _records(case: Case, user: Acting) -> list[Reported]:
    rows = within(Record.objects.filter(origin=Origin.CASE.value, origin_id=case.pk), user)
    found = []
    for record in rows.select_related("measure").order_by("id"):
        unit = record.measure.unit if record.measure else ""
        words = official(record.amount, unit, Qualifier(record.qualifier))
        found.append(Reported(record, State(record.state).label, words))
    return found


def _reporters(case: Case, may_call: bool) -> list[Informant]:
    """Those of the case and of what was merged into it; the number in full only to call back."""
    rows = Reporter.objects.filter(case=case) | Reporter.objects.filter(case__merged_into=case)
    found = []
    for row in rows.order_by("at", "pk"):
        phone = _plain(row.phone)
        found.append(
            Informant(
                at=row.at,
                name=masked_name(_plain(row.name)),
                phone=masked_phone(phone),
                email=masked_email(_plain(row.email)),
                phone_whole=phone if may_call else "",
            )
        )
    return found


def _plain(sealed: str) -> str:
    return (unseal_secret(sealed, settings.SECRET_KEY) or "") if sealed else ""


def _others(user: Acting, **which: Case) -> list[Other]:
    """Parts of a case or copies merged into it, as far as somebody may see them."""
    rows = mine_of(Case.objects.filter(**which), user)
    found = rows.select_related("unit", "category").order_by("pk")
    return [Other(case, Stage(case.stage)) for case in found]

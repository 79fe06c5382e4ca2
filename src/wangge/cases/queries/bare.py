"""A case with what hangs on it and nothing around it, for programs: a few queries in all."""

from dataclasses import dataclass
from uuid import UUID

from wangge.cases.models import Case, Remark, Request
from wangge.cases.queries.cases import Button, facts_of, one_case
from wangge.cases.rules import TABLE, Act, Decision, why_not
from wangge.people.rules import Acting
from wangge.trail.queries import Happening, Shown, entries_of, proofs_of

KIND = "cases.case"


@dataclass(frozen=True, slots=True)
class Bare:
    """A case, its photos, requests and remarks, what may be done, and what happened."""

    case: Case
    photos: list[Shown]
    requests: list[Request]
    remarks: list[Remark]
    buttons: dict[str, Button]
    timeline: list[Happening]


def bare_case(id: UUID, *, user: Acting) -> Bare:
    """One case for a program. Raises :class:`NotFound` outside one's area or one's own work."""
    case = one_case(id, user=user)
    requests = list(Request.objects.filter(case=id).order_by("pk"))
    waiting = next((row for row in requests if row.decision == Decision.WAITING.value), None)
    facts = facts_of(case, waiting)
    return Bare(
        case=case,
        photos=proofs_of(KIND, [id], user).get(id, []),
        requests=requests,
        remarks=list(Remark.objects.filter(case=id).order_by("at", "pk")),
        buttons={
            act.value: Button(act, why_not(act, facts, user), (facts.stage, act) in TABLE)
            for act in Act
        },
        timeline=entries_of(KIND, id, user),
    )

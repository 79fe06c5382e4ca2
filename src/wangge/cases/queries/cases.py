"""One case for somebody, as the rules see it, and what may be done with it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from wangge.cases.models import Case, Request
from wangge.cases.rules import TABLE, Act, Ask, CaseFacts, Decision, Light, Stage, why_not
from wangge.cases.rules.limits import light_of
from wangge.kernel.errors import NotFound
from wangge.kernel.words import Said, say
from wangge.people.rules import OWN_UNIT_ONLY, Acting, PostKind
from wangge.places.queries import within

NOT_HERE = say("There is no such case in your area, or it isn't with your unit any more.")


def mine_of(
    rows: QuerySet[Case],
    user: Acting,
    region: str = "region",
    unit: str = "unit",
    account: str = "account",
) -> QuerySet[Case]:
    """Only the cases in somebody's area; a company's or a unit's own and what they reported.

    Lists name the columns otherwise where an index shouldn't answer (``queries.sought``).
    """
    cut = within(rows, user, region)
    if user.kind in OWN_UNIT_ONLY:
        return cut.filter(Q(**{unit: user.unit}) | Q(**{account: user.account}))
    return cut


def one_case(id: UUID, *, user: Acting) -> Case:
    """One case with what it names. Raises :class:`NotFound` outside one's area."""
    return _one(Q(pk=id), user)


def case_numbered(number: str, *, user: Acting) -> Case:
    """The case of a number. Raises :class:`NotFound` outside one's area."""
    return _one(Q(number=number.replace("\0", "").strip()), user)


def _one(which: Q, user: Acting) -> Case:
    rows = Case.objects.select_related("category", "condition", "unit", "place")
    found = mine_of(rows, user).filter(which).first()
    if found is None:
        raise NotFound(NOT_HERE)
    return found


def waiting_request(case: UUID) -> Request | None:
    """What was asked about a case and waits for a decision."""
    return Request.objects.filter(case=case, decision=Decision.WAITING.value).first()


def facts_of(case: Case, waiting: Request | None = None) -> CaseFacts:
    """A case as the rules see it; ``waiting`` is what was asked and isn't decided."""
    return CaseFacts(
        stage=Stage(case.stage),
        region=case.region,
        unit=case.unit_id,
        reporter=case.account_id,
        handled_unit=case.handled_unit,
        handled_account=case.handled_account,
        handled_kind=PostKind(case.handled_kind) if case.handled_kind else None,
        asked=Ask(waiting.ask) if waiting else None,
        asked_account=waiting.asked_account if waiting else None,
        extensions=case.extensions,
        most_extensions=case.condition.most_extensions if case.condition else 1,
        supervised=case.supervised_at is not None and case.answered_at is None,
        reopened=case.reopened,
    )


@dataclass(frozen=True, slots=True)
class Button:
    """An act on a page: ``why`` greys it, ``here`` says that the present stage has it at all."""

    act: Act
    why: Said | None
    here: bool


def buttons(case: Case, *, user: Acting, waiting: Request | None = None) -> dict[str, Button]:
    """Every act by its name, with the reason against it. Asks for what waits unless it is given."""
    facts = facts_of(case, waiting or waiting_request(case.pk))
    return {
        act.value: Button(act, why_not(act, facts, user), (facts.stage, act) in TABLE)
        for act in Act
    }


def light(case: Case, at: datetime) -> Light:
    """Where a case stands within the limit of its present stage."""
    return light_of(at, case.yellow_at, case.due_at)

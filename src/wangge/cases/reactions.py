"""Who is told what of a case. Each runs again with the entry it answers to, and tells once."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings

from wangge.cases.models import Case, Reporter, Request
from wangge.cases.rules import ENDED, Severity, Stage
from wangge.kernel.clock import day_of
from wangge.kernel.sealing import unseal_secret
from wangge.kernel.subjects import url_of
from wangge.kernel.words import Said, say
from wangge.outside.messages import Channel
from wangge.people.queries import holders
from wangge.people.rules import PostKind, Right
from wangge.trail.actions.notices import notify, tell
from wangge.trail.rules import Happened, reaction

OFFICE = (PostKind.OFFICE_HEAD, PostKind.CLERK)
HEADS = (PostKind.OFFICE_HEAD,)
INSPECTORS = (PostKind.INSPECTOR,)


@reaction("cases.dispatch", "cases.fail")
def tell_the_unit(entry: Happened) -> None:
    """The unit has something to do; after a failed verification with the reason."""
    case = _case(entry)
    if entry.action == "cases.fail":
        said = say(
            "Case %(number)s wasn't solved and comes back to you: %(reason)s",
            number=case.number,
            reason=entry.data.get("reason", ""),
        )
    else:
        said = say(
            "Case %(number)s was dispatched to you: %(what)s.", number=case.number, what=_what(case)
        )
    _notify(entry, case, _unit(case), said, urgent=case.severity == Severity.URGENT.value)


@reaction("cases.ask_confirm", "cases.handle", "cases.self_handle")
def tell_the_inspectors(entry: Happened) -> None:
    """Something is to be looked at on the spot."""
    case = _case(entry)
    said = say("Case %(number)s is to be looked at on the spot.", number=case.number)
    _notify(entry, case, _inspectors(case), said)


@reaction("cases.ask")
def tell_who_decides(entry: Happened) -> None:
    """The head of the office has a request to decide."""
    case = _case(entry)
    said = say(
        "A request about case %(number)s waits for your decision: %(reason)s",
        number=case.number,
        reason=entry.data.get("reason", ""),
    )
    to = holders(Right.APPROVE_CASE, case.region, on=day_of(entry.at), among=HEADS)
    _notify(entry, case, to, said)


@reaction("cases.grant", "cases.deny")
def tell_who_asked(entry: Happened) -> None:
    """Who asked learns what was decided."""
    case = _case(entry)
    request = Request.objects.filter(case=case.pk, decided_at=entry.at).first()
    if request is None or request.asked_account is None:
        return
    if entry.action == "cases.grant":
        said = say("Your request about case %(number)s was granted.", number=case.number)
    else:
        said = say(
            "Your request about case %(number)s was denied: %(answer)s",
            number=case.number,
            answer=request.answer,
        )
    _notify(entry, case, [request.asked_account], said)


@reaction("cases.urge", "cases.supervise", "cases.warn_late")
def tell_who_is_next(entry: Happened) -> None:
    """Whoever has to act next is told, by night too; of a supervision the office as well."""
    case = _case(entry)
    if entry.action == "cases.urge":
        said = say("Case %(number)s is urged.", number=case.number)
    elif entry.action == "cases.supervise":
        said = say(
            "Case %(number)s is supervised: %(text)s",
            number=case.number,
            text=entry.data.get("text", ""),
        )
    else:
        said = say("The limit of case %(number)s has passed.", number=case.number)
    urgent = entry.action != "cases.warn_late"
    to = [*_next(case), *(() if entry.action == "cases.urge" else _office(case))]
    _notify(entry, case, to, said, urgent=urgent)


@reaction("cases.answer", "cases.reopen")
def tell_the_office(entry: Happened) -> None:
    """The office goes on with it."""
    case = _case(entry)
    if entry.action == "cases.reopen":
        said = say("Case %(number)s was reopened.", number=case.number)
    else:
        said = say("The supervision of case %(number)s was answered.", number=case.number)
    _notify(entry, case, _office(case), said)


@reaction("cases.file", "cases.refuse", "cases.merge", "cases.close")
def tell_the_reporters(entry: Happened) -> None:
    """Who reported it learns that it was accepted, refused, merged or closed."""
    case = _case(entry)
    said = _fate(entry, case)
    if case.account_id is not None:
        _notify(entry, case, [case.account_id], said)
    for reporter in Reporter.objects.filter(case__in=_with_copies(case)):
        _tell(entry, reporter, said)


def _fate(entry: Happened, case: Case) -> Said:
    number = case.number
    if entry.action == "cases.file":
        return say("Your report %(number)s was accepted.", number=number)
    if entry.action == "cases.refuse":
        reason = entry.data.get("reason", "")
        return say("Your report %(number)s wasn't accepted: %(reason)s", number=number,
                   reason=reason)  # fmt: skip
    if entry.action == "cases.merge":
        return say("Your report %(number)s goes on as %(into)s, reported before.", number=number,
                   into=entry.data.get("into", ""))  # fmt: skip
    return say(
        "Your report %(number)s is closed. Is it solved? Your link takes your answer.",
        number=number,
    )


def _with_copies(case: Case) -> list[UUID]:
    """A case and what was merged into it, whose reporters wait for the same answer."""
    found = [case.pk]
    copies = [case.pk]
    while copies:
        copies = list(Case.objects.filter(merged_into__in=copies).values_list("pk", flat=True))
        found += copies
    return found


def _tell(entry: Happened, reporter: Reporter, said: Said) -> None:
    for channel, sealed in ((Channel.MAIL, reporter.email), (Channel.SMS, reporter.phone)):
        address = unseal_secret(sealed, settings.SECRET_KEY) if sealed else None
        if address:
            tell(entry, channel, address, said, language=reporter.language, key=reporter.pk)


def _notify(
    entry: Happened, case: Case, to: Iterable[UUID], said: Said, urgent: bool = False
) -> None:
    notify(entry, to, said, path=url_of("cases.case", case.pk), urgent=urgent)


def _case(entry: Happened) -> Case:
    return Case.objects.select_related("category").get(pk=entry.subject)


def _what(case: Case) -> str:
    return case.category.name if case.category else case.text[:30]


def _unit(case: Case) -> list[UUID]:
    if case.unit_id is None:
        return []
    on = day_of(case.updated_at)
    return holders(Right.HANDLE_CASE, case.region, on=on, unit=case.unit_id)


def _inspectors(case: Case) -> list[UUID]:
    return holders(Right.VERIFY_CASE, case.region, on=day_of(case.updated_at), among=INSPECTORS)


def _office(case: Case) -> list[UUID]:
    return holders(Right.FILE_CASE, case.region, on=day_of(case.updated_at), among=OFFICE)


def _next(case: Case) -> list[UUID]:
    """Who has to act at the present stage."""
    stage = Stage(case.stage)
    if stage in (Stage.DISPATCHED, Stage.SUSPENDED):
        return _unit(case)
    if stage in (Stage.CONFIRMING, Stage.HANDLED, Stage.SELF_HANDLED):
        return _inspectors(case)
    return [] if stage in ENDED else _office(case)

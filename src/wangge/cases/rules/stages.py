"""Stages of a case, what may happen in each, and who may do it. Pure.

The daily loop is that of GB/T 30428: 信息收集 → 案卷建立 → 任务派遣 → 任务处理 → 处理反馈 →
核查结案.
Side branches (延时, 回退, 挂账, 作废, 督办, 自处理, 返工) and their approvals follow a complete
implementation in use (second-hand, see ``docs/domains/cases.md``). That who handles never verifies
is the two-axis separation (监督轴 and 处置轴) of the same standards.
"""

from dataclasses import dataclass
from uuid import UUID

from wangge.cases.rules.facts import Source
from wangge.kernel.choices import Choice
from wangge.kernel.words import N_, Said, say
from wangge.people.rules import OWN_UNIT_ONLY, RIGHTS, Acting, PostKind, Right
from wangge.people.rules import why_not as why_not_right


class Stage(Choice):
    """Where a case stands."""

    REPORTED = "reported", N_("Reported, to be accepted")
    CONFIRMING = "confirming", N_("To be confirmed on the spot")
    SELF_HANDLED = "self_handled", N_("Settled by the reporter, to be looked at")
    FILED = "filed", N_("Filed, to be dispatched")
    DISPATCHED = "dispatched", N_("Being handled")
    SUSPENDED = "suspended", N_("Suspended")
    HANDLED = "handled", N_("Handled, to be verified")
    VERIFIED = "verified", N_("Verified, to be closed")
    CLOSED = "closed", N_("Case closed")
    REFUSED = "refused", N_("Not accepted")
    MERGED = "merged", N_("Merged into another case")
    SPLIT = "split", N_("Split into parts")
    VOID = "void", N_("Void")


class Act(Choice):
    """What can happen to a case. Reporting itself begins one."""

    ASK_CONFIRM = "ask_confirm", N_("Send to be confirmed")
    CONFIRM = "confirm", N_("Confirm: it is so")
    DISPROVE = "disprove", N_("Disprove: it isn't so")
    FILE = "file", N_("File the case")
    REFUSE = "refuse", N_("Refuse")
    MERGE = "merge", N_("Merge as duplicate")
    SPLIT = "split", N_("Split for several units")
    DISPATCH = "dispatch", N_("Dispatch")
    SELF_HANDLE = "self_handle", N_("Report as settled on the spot")
    HANDLE = "handle", N_("Report as handled")
    PASS = "pass", N_("Verify: it is solved")
    FAIL = "fail", N_("Verify: not solved")
    CLOSE = "close", N_("Close the case")
    ASK_EXTEND = "ask_extend", N_("Ask for more time")
    ASK_RETURN = "ask_return", N_("Ask to return it")
    ASK_SUSPEND = "ask_suspend", N_("Ask to suspend it")
    ASK_VOID = "ask_void", N_("Ask to void it")
    GRANT = "grant", N_("Grant what was asked")
    DENY = "deny", N_("Deny what was asked")
    RESUME = "resume", N_("Resume")
    URGE = "urge", N_("Urge")
    SUPERVISE = "supervise", N_("Supervise")
    ANSWER = "answer", N_("Answer the supervision")
    REOPEN = "reopen", N_("Reopen")
    AMEND = "amend", N_("Put right")
    COMMENT = "comment", N_("Add a remark")


class Ask(Choice):
    """What a unit or a clerk asks for and somebody with the right grants or denies."""

    EXTEND = "extend", N_("More time")
    RETURN = "return", N_("Return")
    SUSPEND = "suspend", N_("Suspension")
    VOID = "void", N_("Voiding")


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the stage table: at ``stage``, ``act`` by who has ``right`` leads to ``next``."""

    stage: Stage
    act: Act
    next: Stage
    right: Right


def _stay(act: Act, right: Right, *stages: Stage) -> tuple[Step, ...]:
    return tuple(Step(stage, act, stage, right) for stage in stages)


_S, _A, _R = Stage, Act, Right
UNFILED = (Stage.REPORTED, Stage.CONFIRMING, Stage.SELF_HANDLED)
"""Stages before the file is made."""
WORKING = (Stage.FILED, Stage.DISPATCHED, Stage.SUSPENDED, Stage.HANDLED, Stage.VERIFIED)
"""Stages of a file that isn't ended."""
OPEN = (*UNFILED, *WORKING, Stage.SPLIT)
"""Stages in which something is still to come."""
ENDED = (Stage.CLOSED, Stage.REFUSED, Stage.MERGED, Stage.VOID)

STEPS: tuple[Step, ...] = (
    Step(_S.REPORTED, _A.ASK_CONFIRM, _S.CONFIRMING, _R.FILE_CASE),
    Step(_S.CONFIRMING, _A.CONFIRM, _S.REPORTED, _R.VERIFY_CASE),
    Step(_S.CONFIRMING, _A.DISPROVE, _S.REPORTED, _R.VERIFY_CASE),
    Step(_S.REPORTED, _A.FILE, _S.FILED, _R.FILE_CASE),
    Step(_S.REPORTED, _A.REFUSE, _S.REFUSED, _R.FILE_CASE),
    Step(_S.REPORTED, _A.MERGE, _S.MERGED, _R.FILE_CASE),
    Step(_S.FILED, _A.MERGE, _S.MERGED, _R.FILE_CASE),
    Step(_S.FILED, _A.SPLIT, _S.SPLIT, _R.FILE_CASE),
    Step(_S.FILED, _A.DISPATCH, _S.DISPATCHED, _R.FILE_CASE),
    Step(_S.REPORTED, _A.SELF_HANDLE, _S.SELF_HANDLED, _R.HANDLE_CASE),
    Step(_S.SELF_HANDLED, _A.PASS, _S.CLOSED, _R.VERIFY_CASE),
    Step(_S.SELF_HANDLED, _A.FAIL, _S.REPORTED, _R.VERIFY_CASE),
    Step(_S.DISPATCHED, _A.HANDLE, _S.HANDLED, _R.HANDLE_CASE),
    Step(_S.HANDLED, _A.PASS, _S.VERIFIED, _R.VERIFY_CASE),
    Step(_S.HANDLED, _A.FAIL, _S.DISPATCHED, _R.VERIFY_CASE),
    Step(_S.VERIFIED, _A.CLOSE, _S.CLOSED, _R.FILE_CASE),
    Step(_S.CLOSED, _A.REOPEN, _S.FILED, _R.FILE_CASE),
    *_stay(_A.ASK_EXTEND, _R.HANDLE_CASE, _S.DISPATCHED),
    *_stay(_A.ASK_RETURN, _R.HANDLE_CASE, _S.DISPATCHED),
    *_stay(_A.ASK_SUSPEND, _R.HANDLE_CASE, _S.DISPATCHED),
    *_stay(_A.ASK_VOID, _R.FILE_CASE, _S.FILED, _S.DISPATCHED, _S.SUSPENDED),
    *_stay(_A.GRANT, _R.APPROVE_CASE, _S.FILED, _S.DISPATCHED, _S.SUSPENDED),
    *_stay(_A.DENY, _R.APPROVE_CASE, _S.FILED, _S.DISPATCHED, _S.SUSPENDED),
    Step(_S.SUSPENDED, _A.RESUME, _S.DISPATCHED, _R.FILE_CASE),
    *_stay(_A.URGE, _R.URGE_CASE, *UNFILED, *WORKING),
    *_stay(_A.SUPERVISE, _R.URGE_CASE, *WORKING),
    *_stay(_A.ANSWER, _R.HANDLE_CASE, _S.DISPATCHED, _S.SUSPENDED, _S.HANDLED),
    *_stay(_A.AMEND, _R.FILE_CASE, _S.REPORTED, _S.CONFIRMING, _S.FILED),
    *_stay(_A.COMMENT, _R.SEE, *OPEN, _S.CLOSED, _S.REFUSED),
)
TABLE = {(step.stage, step.act): step for step in STEPS}
RIGHT_FOR = {step.act: step.right for step in STEPS}

GRANTED: dict[Ask, Stage | None] = {
    Ask.EXTEND: None,
    Ask.RETURN: Stage.FILED,
    Ask.SUSPEND: Stage.SUSPENDED,
    Ask.VOID: Stage.VOID,
}
"""Where a case goes when what was asked is granted; None: it stays."""
ASKED_BY = {
    Act.ASK_EXTEND: Ask.EXTEND,
    Act.ASK_RETURN: Ask.RETURN,
    Act.ASK_SUSPEND: Ask.SUSPEND,
    Act.ASK_VOID: Ask.VOID,
}
TOLD_TO_THE_OFFICE = (Source.PUBLIC, Source.HOTLINE, Source.SUPERIOR, Source.OPEN311)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the rules need to know of a case.

    ``unit`` is the responsible unit, ``handled_*`` who reported it as handled last. ``asked`` is
    what waits for a decision and ``asked_account`` who asked; ``extensions`` counts those granted.
    """

    stage: Stage
    region: str
    unit: UUID | None = None
    reporter: UUID | None = None
    handled_unit: UUID | None = None
    handled_account: UUID | None = None
    handled_kind: PostKind | None = None
    asked: Ask | None = None
    asked_account: UUID | None = None
    extensions: int = 0
    most_extensions: int = 1
    supervised: bool = False
    reopened: int = 0


def why_not(act: Act, case: CaseFacts, user: Acting) -> Said | None:
    """Why somebody may not do this to a case: the right, then the stage, then who did what."""
    if (reason := why_not_right(user, RIGHT_FOR[act], case.region)) is not None:
        return reason
    own = case.unit == user.unit or (case.reporter is not None and case.reporter == user.account)
    if user.kind in OWN_UNIT_ONLY and not own:
        return say("This case was dispatched to another unit.")
    if (case.stage, act) not in TABLE:
        return say(
            "This case is “%(stage)s”; “%(act)s” isn't possible then.",
            stage=case.stage.label,
            act=act.label,
        )
    check = _MORE.get(act)
    return check(case, user) if check is not None else None


def _why_not_handle(case: CaseFacts, user: Acting) -> Said | None:
    if case.unit is not None and case.unit != user.unit:
        return say("This case was dispatched to another unit.")
    return None


def _why_not_self_handle(case: CaseFacts, user: Acting) -> Said | None:
    if case.reporter is None or case.reporter != user.account:
        return say("Only who found it may report it as settled on the spot.")
    return None


def _why_not_judge(case: CaseFacts, user: Acting) -> Said | None:
    """Two axes: who handles never verifies, neither the post nor the person nor the unit."""
    if case.handled_account is not None and case.handled_account == user.account:
        return say("You handled this case yourself; somebody else verifies it.")
    if case.handled_unit is not None and case.handled_unit == user.unit:
        return say("Your unit handled this case; another one verifies it.")
    if case.handled_kind is not None and case.handled_kind is user.kind:
        return say("A post of the same kind as yours handled this case; another kind verifies it.")
    return None


def _why_not_ask(case: CaseFacts, user: Acting) -> Said | None:
    if case.asked is not None:
        return say("“%(ask)s” was asked already and waits for a decision.", ask=case.asked.label)
    return None


def _why_not_ask_unit(case: CaseFacts, user: Acting) -> Said | None:
    return _why_not_handle(case, user) or _why_not_ask(case, user)


def _why_not_extend(case: CaseFacts, user: Acting) -> Said | None:
    if reason := _why_not_ask_unit(case, user):
        return reason
    if case.extensions >= case.most_extensions:
        return say("The time limit was extended already; it can't be extended again.")
    return None


def _why_not_decide(case: CaseFacts, user: Acting) -> Said | None:
    if case.asked is None:
        return say("Nothing was asked that waits for a decision.")
    if case.asked_account is not None and case.asked_account == user.account:
        return say("You asked for this yourself; somebody else decides.")
    return None


def _why_not_answer(case: CaseFacts, user: Acting) -> Said | None:
    if not case.supervised:
        return say("This case isn't supervised.")
    return _why_not_handle(case, user)


_MORE = {
    Act.HANDLE: _why_not_handle,
    Act.SELF_HANDLE: _why_not_self_handle,
    Act.PASS: _why_not_judge,
    Act.FAIL: _why_not_judge,
    Act.ASK_EXTEND: _why_not_extend,
    Act.ASK_RETURN: _why_not_ask_unit,
    Act.ASK_SUSPEND: _why_not_ask_unit,
    Act.ASK_VOID: _why_not_ask,
    Act.GRANT: _why_not_decide,
    Act.DENY: _why_not_decide,
    Act.ANSWER: _why_not_answer,
}


def why_not_report(source: Source, region: str, user: Acting) -> Said | None:
    """Why somebody may not report a problem there as coming from this source.

    What others told the office is entered by the office, since it counts apart in evaluation.
    """
    if user.kind is not PostKind.RESIDENT and source in TOLD_TO_THE_OFFICE:
        return why_not_right(user, Right.FILE_CASE, region)
    return why_not_right(user, Right.REPORT_CASE, region)


def why_not_reporter_reopen(case: CaseFacts) -> Said | None:
    """Why a reporter may not reopen: it isn't closed, or they did so once already."""
    if case.stage is not Stage.CLOSED:
        return say("Only a closed case can be reopened.")
    if case.reopened:
        return say("This case was reopened once already. Report the problem anew.")
    return None


def why_not_merge(case: UUID, target: UUID, target_stage: Stage) -> Said | None:
    """Why a case can't be merged into another."""
    if case == target:
        return say("A case can't be merged into itself.")
    if target_stage not in (Stage.REPORTED, Stage.CONFIRMING, *WORKING):
        return say("The other case is “%(stage)s”; choose one that is open.",
                   stage=target_stage.label)  # fmt: skip
    return None


def acts_of(kind: PostKind) -> dict[Stage, list[Act]]:
    """What a kind of post may do at each stage, by its rights alone."""
    rights = RIGHTS[kind]
    found: dict[Stage, list[Act]] = {}
    for step in STEPS:
        if step.right in rights:
            found.setdefault(step.stage, []).append(step.act)
    return found

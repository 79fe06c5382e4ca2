"""What waits for whom: the queues of a list and what is done next at each stage. Pure."""

from wangge.cases.rules.stages import ENDED, OPEN, Act, Stage
from wangge.kernel.choices import Choice
from wangge.kernel.words import N_


class Queue(Choice):
    """The tabs of a list, by what is to be done next."""

    OPEN = "open", N_("All open")
    ACCEPT = "accept", N_("To accept")
    CONFIRM = "confirm", N_("To confirm")
    DISPATCH = "dispatch", N_("To dispatch")
    HANDLE = "handle", N_("Being handled")
    VERIFY = "verify", N_("To verify")
    CLOSE = "close", N_("To close")
    REQUESTS = "requests", N_("With a request")
    ENDED = "ended", N_("Ended")
    ALL = "all", N_("All")


STAGES_OF: dict[Queue, tuple[Stage, ...]] = {
    Queue.OPEN: OPEN,
    Queue.ACCEPT: (Stage.REPORTED,),
    Queue.CONFIRM: (Stage.CONFIRMING,),
    Queue.DISPATCH: (Stage.FILED,),
    Queue.HANDLE: (Stage.DISPATCHED, Stage.SUSPENDED),
    Queue.VERIFY: (Stage.HANDLED, Stage.SELF_HANDLED),
    Queue.CLOSE: (Stage.VERIFIED,),
    Queue.REQUESTS: (),
    Queue.ENDED: ENDED,
    Queue.ALL: (),
}
"""The stages of each queue; none means any. A case with a request may be at several stages."""

NEXT: dict[Stage, Act] = {
    Stage.REPORTED: Act.FILE,
    Stage.CONFIRMING: Act.CONFIRM,
    Stage.SELF_HANDLED: Act.PASS,
    Stage.FILED: Act.DISPATCH,
    Stage.DISPATCHED: Act.HANDLE,
    Stage.SUSPENDED: Act.RESUME,
    Stage.HANDLED: Act.PASS,
    Stage.VERIFIED: Act.CLOSE,
}
"""What is to be done next at a stage; nothing once a case is ended or lives on in its parts."""

"""Service request updates, mySociety's extension: what happened, and what residents add."""

from django.http import HttpRequest
from django.utils.translation import gettext

from wangge.cases.actions.updates import receive_update
from wangge.cases.queries import open311 as cases
from wangge.gateways.open311 import shown
from wangge.gateways.open311.asked import Fields, asked_span
from wangge.gateways.open311.listing import named
from wangge.gateways.open311.states import TOLD_BY, State, claimed
from wangge.gateways.open311.web.answers import Answer, address, anybody, form, query
from wangge.gateways.open311.web.keys import keyed
from wangge.gateways.open311.web.replays import first_of
from wangge.kernel.clock import now
from wangge.kernel.errors import Invalid
from wangge.kernel.ids import derived_id
from wangge.kernel.words import say

ROOT = "service_request_updates"


@address("GET", "HEAD", "POST")
def updates(request: HttpRequest) -> Answer:
    """What happened to requests in a span, the oldest first, or with POST another update."""
    if request.method == "POST":
        return Answer(ROOT, [{"update_id": _receive(request)}])
    fields = query(request)
    user, span = anybody(fields), asked_span(fields, now())
    told = cases.told_between(user=user, start=span.start, end=span.end, actions=TOLD_BY)
    return Answer(ROOT, shown.updates(told))


def _receive(request: HttpRequest) -> str:
    """Keep an update; the same one sent again is the same. Returns its id here."""
    at = now()
    fields = form(request)
    client = keyed(fields, at)
    case = named(client.acting, fields.required("service_request_id"))
    state = _state(fields)
    text = _text(fields, state)
    own = fields.text("update_id") or fields.text("update_id_ext")
    remark = (
        derived_id("open311.update", client.id, case.pk, own)
        if own
        else first_of(
            ("open311.update", client.id, case.pk, text, state),
            at,
            lambda ids: cases.remarked_among(ids=ids, user=client.acting),
        )
    )
    receive_update(
        case=case.pk,
        remark=remark,
        text=text,
        state=state.value if state and state is not State.OPEN else "",
        media_url=fields.link("media_url"),
        by=client.acting,
        at=at,
        id=derived_id(remark, "receive"),
    )
    return str(remark)


def _state(fields: Fields) -> State | None:
    text = fields.text("status")
    state = claimed(text) if text else None
    if text and state is None:
        raise Invalid(say("“%(status)s” is no state.", status=text[:40]), "status")
    return state


def _text(fields: Fields, state: State | None) -> str:
    """The update's words with its title, if any; an update without words says its state."""
    title, text = fields.text("title"), fields.text("description")
    if not text and not title and state is not None and state is not State.OPEN:
        return gettext("The reporter says: %(state)s.") % {"state": gettext(state.label)}
    return "\n".join(part for part in (title, text) if part)

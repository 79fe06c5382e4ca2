"""Every refusal as the same small piece of JSON: ``{"error", "reason", "field"}``.

``error`` is for programs and never translated, ``reason`` for people in the language of the
request, ``field`` names what in the request it concerns, empty when it concerns the whole.
"""

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import HttpError
from ninja.errors import ValidationError as NotAsDescribed

from wangge.gateways.api.web.errors import CODES, NotKnown, TooMany
from wangge.gateways.api.web.writing import answer
from wangge.kernel.errors import Mendable, NotFound
from wangge.kernel.pages import translate
from wangge.kernel.words import N_, say

log = logging.getLogger("django.request")

SENTENCES = {
    "missing": N_("This is missing."),
    "extra_forbidden": N_("There is no such field."),
    "string_too_long": N_("This text is too long."),
    "string_too_short": N_("This text is too short."),
    "string_pattern_mismatch": N_("This isn't written as it has to be."),
    "enum": N_("This isn't one of the possible values."),
    "literal_error": N_("This isn't one of the possible values."),
    "uuid_parsing": N_("This isn't an id."),
    "date_from_datetime_parsing": N_("This is no date; write it like 2020-09-02."),
    "date_parsing": N_("This is no date; write it like 2020-09-02."),
    "greater_than": N_("This is too small."),
    "greater_than_equal": N_("This is too small."),
    "less_than": N_("This is too large."),
    "less_than_equal": N_("This is too large."),
    "finite_number": N_("This isn't a number."),
    "float_parsing": N_("This isn't a number."),
    "int_parsing": N_("This isn't a number."),
    "decimal_parsing": N_("This isn't a number."),
}
"""Kind of fault → what it means; others are said in the words of the checker, in English."""


def problem(status: int, error: str, reason: str, field: str = "", **more: Any) -> HttpResponse:
    """A refusal as JSON; ``reason`` is translated already."""
    return answer({"error": error, "reason": reason, "field": field, **more}, status)


def mendable(request: HttpRequest, error: Mendable) -> HttpResponse:
    """What a rule, a right or the state of things stands against."""
    status, code = CODES.get(type(error), (400, "malformed"))
    made = problem(status, code, translate(error.reason), getattr(error, "field", ""))
    if isinstance(error, NotKnown):
        made["WWW-Authenticate"] = 'Bearer realm="wangge"'
    if isinstance(error, TooMany):
        made["Retry-After"] = str(error.wait)
    return made


def not_as_described(request: HttpRequest, error: NotAsDescribed) -> HttpResponse:
    """A value that isn't what the schema says, each fault with its field."""
    faults = [{"field": _field(one["loc"]), "reason": _sentence(one)} for one in error.errors]
    if any(one["loc"][:1] == ("path",) for one in error.errors):
        # An id that can't be one names nothing, as one that nobody gave.
        return mendable(request, NotFound(say("There is no such thing.")))
    first = faults[0]
    return problem(422, "invalid", first["reason"], first["field"], faults=faults)


def _field(place: tuple[Any, ...]) -> str:
    """Where a fault lies, without the parts that only this program knows."""
    known = [str(part) for part in place[1:]]
    if place[0] == "body" and known and known[0] in ("body", "words"):
        known = known[1:]
    return ".".join(known)


def _sentence(fault: dict[str, Any]) -> str:
    found = SENTENCES.get(fault["type"])
    return translate(found) if found else str(fault["msg"])


def by_http(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework itself refuses."""
    sentence = translate(say("The request can't be read."))
    return problem(error.status_code, "malformed", sentence)


def nothing_here(request: HttpRequest, error: Http404 | None = None) -> HttpResponse:
    """There is no such address."""
    return problem(404, "not_found", translate(say("There is no such address.")))


def fault(request: HttpRequest, error: Exception) -> HttpResponse:
    """A fault of ours: logged in full, told without a word about the inside."""
    log.error("fault in %s %s", request.method, request.path, exc_info=error)
    sentence = translate(say("Something went wrong here. It is written down; try again later."))
    return problem(500, "fault", sentence)

"""Service requests: the list, one of them, and the number behind a token."""

from django.http import HttpRequest

from wangge.gateways.open311 import listing
from wangge.gateways.open311.asked import asked_list
from wangge.gateways.open311.formats import clean
from wangge.gateways.open311.web.answers import Answer, address, anybody, query
from wangge.gateways.open311.web.sending import send
from wangge.kernel.clock import now

ROOT = "service_requests"


@address("GET", "HEAD", "POST")
def requests(request: HttpRequest) -> Answer:
    """A list of requests, the newest first, or with POST a new one."""
    if request.method == "POST":
        return Answer(ROOT, [send(request)])
    fields = query(request)
    return Answer(ROOT, listing.listed(anybody(fields), asked_list(fields, now())))


@address("GET", "HEAD")
def one(request: HttpRequest, number: str) -> Answer:
    """A request by its number, or by its id."""
    fields = query(request)
    return Answer(ROOT, listing.one(anybody(fields), number, fields.yes("extensions")))


@address("GET", "HEAD")
def token(request: HttpRequest, token: str) -> Answer:
    """The number behind a token. Numbers are given at once, so each number and id is a token."""
    case = listing.named(anybody(query(request)), token)
    return Answer(ROOT, [{"service_request_id": case.number, "token": clean(token)}])

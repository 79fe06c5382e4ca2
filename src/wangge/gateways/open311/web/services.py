"""The list of services and what each asks."""

from django.http import HttpRequest

from wangge.cases.queries import categories
from wangge.gateways.open311 import shown
from wangge.gateways.open311.formats import clean
from wangge.gateways.open311.web.answers import Answer, address, anybody, query
from wangge.kernel.clock import day_of, now
from wangge.kernel.errors import NotFound
from wangge.kernel.words import say


@address("GET", "HEAD")
def services(request: HttpRequest) -> Answer:
    """The categories that residents are offered, and one for who doesn't know which."""
    anybody(query(request))
    offered = categories(day_of(now()), public=True)
    return Answer("services", [shown.service(one) for one in (*offered, None)])


@address("GET", "HEAD")
def definition(request: HttpRequest, code: str) -> Answer:
    """What a service asks beyond the text."""
    anybody(query(request))
    known = {one.code for one in categories(day_of(now()), public=True)} | {shown.OTHER}
    if code not in known:
        raise NotFound(say("There is no service “%(code)s”.", code=clean(code)[:40]))
    return Answer("service_definition", shown.definition(code))

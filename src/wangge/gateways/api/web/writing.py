"""JSON in and out.

Answers are written by orjson, which leaves Chinese as it is and knows dates, ids and enums. They
are documented by a schema and not validated against it a second time: that costs more than the
queries of a list. Tests hold answers and schemas together.
"""

import re
from decimal import Decimal
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser as NinjaParser
from ninja.renderers import BaseRenderer

from wangge.gateways.api.web.errors import Malformed
from wangge.kernel.words import plain, say

JSON = "application/json; charset=utf-8"
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""An escaped NUL, which PostgreSQL can't keep."""


def _other(value: Any) -> Any:
    """What orjson doesn't write by itself: amounts as text without trailing zeros."""
    if isinstance(value, Decimal):
        return plain(value)
    raise TypeError(type(value))


def written(data: Any) -> bytes:
    """A value as JSON in UTF-8; instants in UTC with a ``Z``."""
    return orjson.dumps(data, default=_other, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)


def answer(data: Any, status: int = 200) -> HttpResponse:
    """An answer of plain values, written once and validated by nobody."""
    return HttpResponse(written(data), status=status, content_type=JSON)


class Renderer(BaseRenderer):
    """Writes what a route hands back as values."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """The bytes of an answer."""
        return written(data)


class Parser(NinjaParser):
    """Reads bodies and addresses; what no column can keep is refused here, once for all routes."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The JSON of a body. Raises :class:`Malformed` for anything else."""
        body = request.body
        try:
            found: dict[str, Any] = orjson.loads(body)
        except orjson.JSONDecodeError:
            raise Malformed(say("The body isn't JSON in UTF-8.")) from None
        if _NUL.search(body):
            raise Malformed(say("The text contains a NUL character, which can't be kept."))
        return found

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """The fields of an address or a form."""
        for key, values in data.lists():
            if any(isinstance(value, str) and "\0" in value for value in values):
                raise Malformed(say("The text contains a NUL character, which can't be kept."), key)
        return super().parse_querydict(data, list_fields, request)

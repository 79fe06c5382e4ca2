"""Who asks: the token in ``Authorization: Bearer``, checked in one query.

A token has 238 bits, so guessing isn't feared; but a program gone wild is slowed down. Wrong
tokens are counted per address in the memory of each process: past ``MOST`` in ``WINDOW``
seconds they get 429 instead of 401. A right token is never shut out, so that one bad program
behind an office's common address doesn't stop the others.
"""

import threading
import time
from collections import OrderedDict
from typing import cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from wangge.gateways.api.web.errors import NotKnown, TooMany
from wangge.kernel.clock import day_of, now
from wangge.kernel.words import Said, say
from wangge.people.actions import note_use
from wangge.people.asking import ActingRequest
from wangge.people.queries import bearer
from wangge.people.rules import Acting

WINDOW = 600
MOST = 60
ADDRESSES = 10_000
"""Addresses remembered at most; the oldest is forgotten first."""


class Wrong:
    """Counts wrong tokens by address, in this process."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._lock = threading.Lock()

    def count(self, address: str, at: float) -> int:
        """One more from an address. Seconds to wait when that is too many, else 0."""
        with self._lock:
            since, number = self._seen.get(address, (at, 0))
            if at - since >= WINDOW:
                since, number = at, 0
            self._seen[address] = since, number + 1
            self._seen.move_to_end(address)
            if len(self._seen) > ADDRESSES:
                self._seen.popitem(last=False)
        return int(since + WINDOW - at) + 1 if number >= MOST else 0

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._seen.clear()


WRONG = Wrong()


class Door(HttpBearer):
    """Lets a token in as the post it was made for."""

    def __call__(self, request: HttpRequest) -> Acting:
        """The acting post. Raises :class:`NotKnown`, or :class:`TooMany` after many wrong ones."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise NotKnown(say("Send a token: Authorization: Bearer wg_…"))
        return self.authenticate(request, token.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Acting:
        """Who a token acts as."""
        at = now()
        found = bearer(token, at)
        if found is None:
            raise _wrong(request, say("There is no such token."))
        if found.why is not None:
            raise _wrong(request, found.why)
        today = day_of(at)
        if found.last_used_on != today:
            note_use(found.token, today)
        cast(ActingRequest, request).acting = found.acting
        return found.acting


def _wrong(request: HttpRequest, reason: Said) -> NotKnown | TooMany:
    wait = WRONG.count(request.META.get("REMOTE_ADDR", ""), time.monotonic())
    if wait:
        sentence = say("Too many wrong tokens from this address. Try again in a while.")
        return TooMany(sentence, wait)
    return NotKnown(reason)

"""The journal: every action in the area, who did it, and whether it is sealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from wangge.kernel import subjects
from wangge.kernel.pages import translate
from wangge.kernel.words import N_
from wangge.people.asking import acting
from wangge.people.queries import areas
from wangge.people.rules import PostKind, UnitKind
from wangge.trail.queries import Happening, head, journal
from wangge.trail.rules import labelled

WORDS = {
    "name": N_("Name"),
    "title": N_("Title"),
    "username": N_("Sign-in name"),
    "reason": N_("Reason"),
    "amount": N_("Amount"),
    "unit": N_("Unit"),
    "measure": N_("Measure"),
    "place": N_("Place"),
    "since": N_("First day"),
    "until": N_("Last day"),
    "state": N_("State"),
    "number": N_("Its number"),
    "day": N_("Day"),
    "count": N_("Count"),
    "remark": N_("Remark"),
    "address": N_("Network address"),
    "second_step": N_("Second step"),
    "locked": N_("Locked"),
    "idle": N_("Idle"),
}
"""What an entry's data are called; data without a word here stay in the details."""


KINDS = {"people.unit": UnitKind, "people.post": PostKind}
"""Things whose ``kind`` is a closed list, so that it can be said in words."""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with the name and page of what it is about, and its data in words."""

    entry: Happening
    about: str
    url: str
    facts: list[tuple[str, str]]
    rest: Mapping[str, Any]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The journal of the area, newest first."""
    user, asked = acting(request), request.GET
    found = journal(
        user=user,
        action=asked.get("action", ""),
        who=asked.get("who", "").strip(),
        region=asked.get("region", ""),
        since=_day(asked.get("since", "")),
        until=_day(asked.get("until", "")),
        after=asked.get("after", ""),
    )
    number, digest = head()
    context = {
        "lines": [_line(entry) for entry in found.rows],
        "following": found.following,
        "asked": asked,
        "actions": labelled(),
        "areas": areas(user),
        "seal": number,
        "digest": digest,
    }
    return render(request, "desk/journal.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _line(entry: Happening) -> Line:
    subject = subjects.lookup(entry.kind)
    facts, rest = [], {}
    for key, value in entry.data.items():
        if key == "kind" and entry.kind in KINDS:
            facts.append((N_("Kind"), translate(KINDS[entry.kind](value).label)))
        elif key in WORDS and value not in ("", None, False):
            facts.append((WORDS[key], gettext("yes") if value is True else str(value)))
        elif key not in WORDS:
            rest[key] = value
    return Line(
        entry=entry,
        about=subject.label if subject else entry.kind,
        url=subjects.url_of(entry.kind, entry.subject),
        facts=facts,
        rest=rest,
    )


journal_urls = [path("journal/", page, name="journal")]

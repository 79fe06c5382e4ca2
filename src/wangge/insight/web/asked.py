"""What a page was asked: the programme, the area and the days in its address."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from wangge.campaigns.queries import programmes
from wangge.insight.figures import Programme, programme_named
from wangge.kernel.clock import day_of, now
from wangge.kernel.errors import Invalid
from wangge.kernel.words import say
from wangge.people.asking import acting
from wangge.people.rules import Acting


@dataclass(frozen=True, slots=True)
class Asked:
    """The question of a page. ``choices`` are the programmes that somebody may ask about."""

    user: Acting
    programme: Programme | None
    choices: list[Programme]
    until: date
    since: date | None
    region: str

    @property
    def query(self) -> dict[str, Any]:
        """The keywords of :func:`insight.figures.ask`."""
        return {
            "user": self.user,
            "programme": self.programme,
            "until": self.until,
            "since": self.since,
            "region": self.region,
        }

    @property
    def address(self) -> str:
        """The same question as the tail of an address."""
        words = {"programme": self.programme.slug if self.programme else "", "until": self.until}
        if self.since:
            words["since"] = self.since
        if self.region:
            words["region"] = self.region
        return urlencode(words)


def day_in(request: HttpRequest, name: str) -> date | None:
    """A day of the address, None where there is none. Raises :class:`Invalid` for nonsense."""
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(
            say("“%(text)s” is no date; write it like 2020-09-02.", text=text), name
        ) from None


def asked(request: HttpRequest) -> Asked:
    """The question in a page's address; the newest programme and today where it says nothing."""
    user = acting(request)
    today = day_of(now())
    choices = [row.programme for row in programmes(user=user)]
    named = request.GET.get("programme", "")
    programme = programme_named(named, user) if named else (choices[0] if choices else None)
    last = min(today, programme.ends_on) if programme else today
    return Asked(
        user=user,
        programme=programme,
        choices=choices,
        until=day_in(request, "until") or last,
        since=day_in(request, "since"),
        region=request.GET.get("region", "").strip(),
    )

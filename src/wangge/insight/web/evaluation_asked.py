"""What a page of evaluation was asked: whose, which period, which area."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from wangge.insight.rules.evaluation import Subject
from wangge.insight.rules.spans import LONGEST, Span, after, before, period_of
from wangge.insight.web.asked import day_in
from wangge.kernel.clock import Period, day_of, now
from wangge.kernel.errors import Invalid, NotFound
from wangge.kernel.words import say
from wangge.people.asking import acting
from wangge.people.queries import areas
from wangge.people.rules import Acting


@dataclass(frozen=True, slots=True)
class Asked:
    """The question in an address. ``today`` is the office's day, ``at`` the instant of asking."""

    user: Acting
    subject: Subject
    span: Span
    period: Period
    region: str
    at: datetime
    today: date

    @property
    def areas(self) -> list[tuple[str, str]]:
        """Areas to choose from by name; none where there are too many for a select box."""
        return areas(self.user)

    @property
    def words(self) -> dict[str, str]:
        """The period and the area as words of an address."""
        found = {"span": self.span.value}
        if self.span is Span.FREE:
            found |= {"since": str(self.period.start), "until": str(self.period.end)}
        else:
            found["on"] = str(self.period.start)
        return found | ({"region": self.region} if self.region else {})

    @property
    def address(self) -> str:
        """The same as the tail of an address."""
        return urlencode(self.words)

    @property
    def before(self) -> Period:
        """The period of the same kind just before."""
        return before(self.span, self.period)

    @property
    def earlier(self) -> str:
        """The tail of the address of the period before."""
        return self._moved(self.before)

    @property
    def later(self) -> str:
        """The tail of the address of the period after; empty where that is still to come."""
        found = after(self.span, self.period)
        return self._moved(found) if found.start <= self.today else ""

    def _moved(self, period: Period) -> str:
        if self.span is Span.FREE:
            days = {"since": str(period.start), "until": str(period.end)}
        else:
            days = {"on": str(period.start)}
        return urlencode(self.words | days | {"kind": self.subject.value})

    def rows(self, whose: str, count: str, of: str = "", rest: bool = False) -> str:
        """The address of the rows behind a number."""
        words = self.words | {"kind": self.subject.value, "whose": whose, "count": count}
        words |= {"of": of} if of else {}
        words |= {"rest": "1"} if rest else {}
        return f"{reverse('insight:evaluation_rows')}?{urlencode(words)}"


def asked(request: HttpRequest, kind: str = "") -> Asked:
    """The question of a page.

    Where the address says nothing, the grids of this month, or of the last one while this is
    young. Raises :class:`NotFound` for a kind that there isn't, :class:`Invalid` for days that
    can't be.
    """
    moment = now()
    today = day_of(moment)
    text = kind or request.GET.get("kind", "") or Subject.AREAS.value
    if text not in set(Subject):
        raise NotFound(say("There is nothing like that to evaluate in your area."))
    named = request.GET.get("span", "")
    span = Span(named) if named in set(Span) else Span.MONTH
    return Asked(
        user=acting(request),
        subject=Subject(text),
        span=span,
        period=_period(request, span, today),
        region=request.GET.get("region", "").strip()[:15],
        at=moment,
        today=today,
    )


YOUNG = 7
"""Days for which a month or longer says too little: until then the one before is shown."""


def _usual(span: Span, today: date) -> date:
    """A day of the period that is shown unasked."""
    found = period_of(span, today)
    young = found.days > YOUNG and (today - found.start).days < YOUNG
    return before(span, found).start if young else today


def _period(request: HttpRequest, span: Span, today: date) -> Period:
    if span is not Span.FREE:
        return period_of(span, day_in(request, "on") or _usual(span, today))
    until = day_in(request, "until") or today
    since = day_in(request, "since") or until
    if since > until:
        raise Invalid(say("The first day lies after the last one."), "since")
    if (until - since).days >= LONGEST:
        raise Invalid(say("That is too long. Ask for three years at most."), "since")
    return Period(since, until)

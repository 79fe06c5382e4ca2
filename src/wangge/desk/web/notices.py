"""What one was told, and how one is reached outside the page."""

from datetime import time
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from wangge.kernel.clock import now
from wangge.kernel.errors import Invalid
from wangge.kernel.ids import derived_id
from wangge.kernel.pages import action_id, attempt, page_of, translate
from wangge.kernel.subjects import url_of
from wangge.kernel.words import say
from wangge.outside.messages import Channel, open_channels
from wangge.people.asking import acting
from wangge.people.rules import Acting, Right
from wangge.trail.actions.notices import drop_reach, mark_read, set_reach
from wangge.trail.queries import notices as queries
from wangge.trail.rules.notices import Quiet, Rhythm


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """One's own notices, newest first."""
    user = acting(request)
    only_unread = "unread" in request.GET
    found = page_of(queries.notices(user=user, unread=only_unread), request.GET.get("after", ""))
    rows = [
        (notice, translate(queries.sentence_of(notice)), url_of(notice.kind, notice.subject))
        for notice in found.rows
    ]
    context = {
        "rows": rows,
        "following": found.following,
        "only_unread": only_unread,
        "unread": queries.unread(user=user),
    }
    return render(request, "desk/notices.html", context)


@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """The number beside the bell; asked for by the page once it stands."""
    return JsonResponse({"unread": queries.unread(user=acting(request))})


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark one or all as read."""
    mark_read(by=acting(request), at=now(), notice=_uuid(request.POST.get("notice", "")))
    return redirect("desk:notices")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_safe
def ways(request: HttpRequest) -> HttpResponse:
    """How one is reached, and which messages got stuck."""
    user = acting(request)
    return render(
        request,
        "desk/notice_ways.html",
        {
            "reaches": queries.reaches(user=user),
            "channels": [(channel.value, channel.label) for channel in open_channels()],
            "rhythms": Rhythm.labels(),
            "stuck": _stuck(user),
            "crumbs": [{"url": "/notices/", "label": gettext("Notices")}],
        },
    )


def _stuck(user: Acting) -> list[queries.Stuck]:
    if user.why_not(Right.READ_TRAIL, user.region) is not None:
        return []
    return queries.stuck_parcels(user=user)


@require_POST
def set_way(request: HttpRequest) -> HttpResponse:
    """Enter or replace an address."""
    user = acting(request)

    def act() -> object:
        id, sent = action_id(request), request.POST
        return set_reach(
            reach=derived_id(id, "reach"),
            channel=_channel(sent.get("channel", "")),
            address=sent.get("address", ""),
            rhythm=Rhythm(_known(sent.get("rhythm", ""))),
            quiet=Quiet(_clock(sent.get("quiet_from", "")), _clock(sent.get("quiet_until", ""))),
            by=user,
            at=now(),
            id=id,
        )

    attempt(request, act, gettext("Entered. From now on you are told there too."))
    return redirect("desk:notice_ways")


def _channel(text: str) -> Channel:
    try:
        return Channel(text)
    except ValueError:
        raise Invalid(say("Choose how you want to be reached."), "channel") from None


def _known(text: str) -> str:
    return text if text in list(Rhythm) else Rhythm.AT_ONCE.value


def _clock(text: str) -> time | None:
    try:
        return time.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid(say("Write the time as 22:00."), "quiet_from") from None


@require_POST
def drop_way(request: HttpRequest, reach: UUID) -> HttpResponse:
    """Take an address back."""
    user = acting(request)

    def act() -> object:
        return drop_reach(reach=reach, by=user, at=now(), id=action_id(request))

    attempt(request, act, gettext("Taken back."))
    return redirect("desk:notice_ways")


notice_urls = [
    path("notices/", page, name="notices"),
    path("notices/count/", count, name="notice_count"),
    path("notices/read/", read, name="read_notices"),
    path("notices/ways/", ways, name="notice_ways"),
    path("notices/ways/set/", set_way, name="set_way"),
    path("notices/ways/<uuid:reach>/drop/", drop_way, name="drop_way"),
]

"""Pages of the office shell."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from wangge.desk import home as days
from wangge.kernel.clock import day_of, now
from wangge.people.asking import acting


def home(request: HttpRequest) -> HttpResponse:
    """Where a person starts: what waits for them today."""
    at = now()
    today = day_of(at)
    page = days.home(user=acting(request), today=today, at=at)
    return render(request, "desk/home.html", {"page": page, "week": page.week, "day": today})


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language of the pages for this browser, and go back to the page."""
    return set_language(request)

"""Signing in and out."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import authenticate, get_user_model, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from wangge.kernel.clock import HERE, now
from wangge.kernel.ids import new_id
from wangge.kernel.words import N_
from wangge.people import actions
from wangge.people.queries import has_second_step, locked_until, own, person_named
from wangge.people.rules import Person
from wangge.people.web.forms import CodeForm, SignInForm
from wangge.people.web.middleware import seconds_left

HALF_SECONDS = 300
"""How long a right password waits for its second step."""
WARN_SECONDS = 120
"""How long before its end a session is announced to end."""
BACKEND = "django.contrib.auth.backends.ModelBackend"


@sensitive_post_parameters("password")
@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password. A wrong name and a wrong password look the same."""
    if request.user.is_authenticated:
        return redirect(_next(request))
    if request.method == "GET":
        idle = request.session.pop("idle", False)
        return _page(request, SignInForm(), idle=idle)
    form = SignInForm(request.POST)
    return _try(request, form) if form.is_valid() else _page(request, form, wrong=True)


def _try(request: HttpRequest, form: SignInForm) -> HttpResponse:
    name = form.cleaned_data["username"].strip().lower()
    if until := locked_until(name, _address(request), now()):
        return _page(request, form, until=until)
    user = authenticate(request, username=name, password=form.cleaned_data["password"])
    if user is None:
        return _failed(request, form, name)
    request.session["next"] = _next(request)
    if has_second_step(user.pk):
        request.session["half"] = {"account": str(user.pk), "since": now().timestamp()}
        return redirect("session:code")
    return _enter(request, user.pk, second_step=False)


@sensitive_post_parameters("code")
@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second step: a code from the phone, or a recovery code."""
    at, half = now(), request.session.get("half")
    if not half or at.timestamp() - half["since"] > HALF_SECONDS:
        return redirect("session:sign_in")
    account = UUID(half["account"])
    name = own(account).username
    if until := locked_until(name, _address(request), at):
        return _page(request, SignInForm(), until=until)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["code"]
        if actions.take_second_step(account=account, code=typed, at=at):
            del request.session["half"]
            return _enter(request, account, second_step=True)
        AxesProxyHandler.user_login_failed(__name__, {"username": name}, request)
        _remember_failure(request, name)
        if until := locked_until(name, _address(request), now()):
            return _page(request, SignInForm(), until=until)
        form.add_error("code", gettext("This code isn't right, or was used already."))
    status = 422 if form.errors else 200
    return render(request, "people/code.html", {"form": form}, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave."""
    if request.user.is_authenticated:
        actions.sign_out(by=Person(request.user.pk, request.user.name), at=now(), id=new_id())
    logout(request)
    return redirect("session:sign_in")


@never_cache
@require_http_methods(["GET", "POST"])
def left(request: HttpRequest) -> HttpResponse:
    """Seconds until this session ends, for the page's warning; a POST makes it last."""
    return JsonResponse(
        {
            "left": seconds_left(request, now()),
            "warn": WARN_SECONDS,
            "sentence": gettext("You will soon be signed out, since nothing happens here."),
            "stay": gettext("Stay signed in"),
        }
    )


def locked_out(
    request: HttpRequest, answer: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """What django-axes shows once it has shut somebody out: our own page says until when."""
    if answer is not None and answer.status_code == 429:
        return answer
    name = (credentials or {}).get("username", "")
    until = locked_until(name, _address(request), now())
    return _page(request, SignInForm(), until=until, wrong=until is None)


def _failed(request: HttpRequest, form: SignInForm, name: str) -> HttpResponse:
    _remember_failure(request, name)
    until = locked_until(name, _address(request), now())
    return _page(request, form, until=until, wrong=until is None)


def _remember_failure(request: HttpRequest, name: str) -> None:
    actions.sign_in_failed(
        account=person_named(name),
        address=_address(request),
        locked=bool(getattr(request, "axes_locked_out", False)),
        by=Person(None, N_("Unknown")),
        at=now(),
        id=new_id(),
    )


def _enter(request: HttpRequest, account: UUID, second_step: bool) -> HttpResponse:
    """Begin the session; its key changes, so that one planted before is worth nothing."""
    target = request.session.pop("next", "/")
    login(request, get_user_model().objects.get(pk=account), backend=BACKEND)
    at = now()
    request.session["seen"] = request.session["since"] = int(at.timestamp())
    by = Person(account, own(account).name)
    actions.sign_in(address=_address(request), second_step=second_step, by=by, at=at, id=new_id())
    return redirect(target)


def _address(request: HttpRequest) -> str:
    """The network address of the client, as django-axes counts failures under it."""
    AxesProxyHandler.update_request(request)
    return cast(str, getattr(request, "axes_ip_address", None)) or ""


def _next(request: HttpRequest) -> str:
    """Where to go afterwards: a page of ours, never another site's."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    fine = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if fine and asked != reverse("session:sign_out") else "/"


def _page(
    request: HttpRequest,
    form: SignInForm,
    *,
    wrong: bool = False,
    idle: bool = False,
    until: datetime | None = None,
) -> HttpResponse:
    status = 429 if until else 422 if wrong else 200
    context = {
        "form": form,
        "wrong": wrong,
        "idle": settings.IDLE_MINUTES if idle else 0,
        "until": until.astimezone(HERE).strftime("%H:%M:%S") if until else "",
        "next": _next(request),
    }
    return render(request, "people/sign_in.html", context, status=status)

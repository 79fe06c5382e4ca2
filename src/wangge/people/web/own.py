"""One's own account: posts held, password, second step."""

from datetime import datetime
from typing import cast
from uuid import UUID

import segno
from django.contrib import messages
from django.contrib.auth import get_user_model, update_session_auth_hash
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wangge.kernel.clock import now
from wangge.kernel.errors import Invalid
from wangge.kernel.pages import action_id, attempt, translate
from wangge.people import actions
from wangge.people.queries import Own, own, second_step_secret
from wangge.people.rules import Person, address_for_phone, new_recovery_codes, new_secret
from wangge.people.web.forms import CodeForm, PasswordForm


def _me(request: HttpRequest) -> Own:
    return own(cast(UUID, request.user.pk))


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who I am, which posts I hold and held, how I sign in."""
    return render(request, "people/own.html", {"own": _me(request)})


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password; its rules stand on the page."""
    me = _me(request)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            actions.change_password(
                old=words["old"],
                new=words["new"],
                by=Person(me.id, me.name),
                at=now(),
                id=action_id(request),
            )
        except Invalid as error:
            form.add_error(error.field or None, translate(error.reason))
        else:
            update_session_auth_hash(request, get_user_model().objects.get(pk=me.id))
            messages.success(request, gettext("Your password is changed."))
            return redirect("/" if me.must_change else "session:account")
    context = {"form": form, "own": me, "rules": password_validators_help_texts()}
    return render(request, "people/password.html", context, status=422 if form.errors else 200)


@require_POST
def begin_second_step(request: HttpRequest) -> HttpResponse:
    """Make a secret for one's phone; it is in force once its first code was right."""
    me = _me(request)
    if second_step_secret(me.id) is None:
        attempt(
            request,
            lambda: actions.begin_second_step(
                secret=new_secret(), by=Person(me.id, me.name), at=now(), id=action_id(request)
            ),
            gettext("Your phone's app needs this key once."),
        )
    return redirect("session:second_step")


@never_cache
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Turn the second step on: scan, prove the first code, keep the recovery codes."""
    me, at = _me(request), now()
    if me.second_step_since:
        return redirect("session:account")
    by = Person(me.id, me.name)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        codes = new_recovery_codes()
        if _confirmed(request, form, codes, by, at):
            return render(request, "people/recovery.html", {"codes": codes})
    secret = second_step_secret(me.id)
    if secret is None:
        return redirect("session:account")
    picture = segno.make(address_for_phone(secret, me.username), error="m").svg_inline(
        scale=5, title=gettext("Code for the phone's app"), border=3
    )
    spaced = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    context = {"form": form, "qr": mark_safe(picture), "secret": spaced}  # noqa: S308 - segno's own
    return render(request, "people/second_step.html", context, status=422 if form.errors else 200)


def _confirmed(
    request: HttpRequest, form: CodeForm, codes: list[str], by: Person, at: datetime
) -> bool:
    try:
        actions.confirm_second_step(
            code=form.cleaned_data["code"], recovery=codes, by=by, at=at, id=action_id(request)
        )
    except Invalid as error:
        form.add_error("code", translate(error.reason))
        return False
    return True


@require_POST
def second_step_off(request: HttpRequest) -> HttpResponse:
    """Turn the second step off, by a code."""
    me = _me(request)
    attempt(
        request,
        lambda: actions.end_second_step(
            code=request.POST.get("code", ""),
            by=Person(me.id, me.name),
            at=now(),
            id=action_id(request),
        ),
        gettext("The second step is off."),
    )
    return redirect("session:account")

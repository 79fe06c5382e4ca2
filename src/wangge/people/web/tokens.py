"""Tokens for programs: one's own to list, make and revoke; an account's for those who keep it."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wangge.kernel.clock import day_of, now
from wangge.kernel.ids import new_id
from wangge.kernel.pages import action_id, attempt
from wangge.people import actions, queries
from wangge.people.asking import acting
from wangge.people.rules import MOST_DAYS, Acting, Person, one_time_token, token_digest
from wangge.people.web.taking import shown, taken

USUAL_DAYS = 90


class TokenForm(forms.Form):
    """A token to be made."""

    name = forms.CharField(
        label=gettext_lazy("Name of the token"),
        max_length=60,
        help_text=gettext_lazy("What will use it, so that you know it again."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    post = forms.TypedChoiceField(
        label=gettext_lazy("Acts as"),
        coerce=UUID,
        help_text=gettext_lazy("It may do what this post may do, and no more."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Lasts how many days"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=USUAL_DAYS,
    )

    def __init__(self, held: list[Acting], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [(str(one.post), one.title) for one in held]  # type: ignore[attr-defined]


def _me(request: HttpRequest) -> Person:
    row = queries.own(cast(UUID, request.user.pk))
    return Person(row.id, row.name)


@never_cache
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """My tokens, and a form for a new one, which is shown once, here."""
    me, at = _me(request), now()
    account = get_user_model().objects.get(pk=cast(UUID, me.account))
    held = queries.posts_held(account, day_of(at))
    form = TokenForm(held, request.POST or None)
    if request.method == "POST" and form.is_valid():
        words, id = form.cleaned_data, action_id(request)
        secret = one_time_token(settings.SECRET_KEY, id)
        entry = taken(
            form,
            lambda: actions.open_token(
                token=new_id(),
                post=words["post"],
                name=words["name"],
                digest=token_digest(secret),
                days=words["days"],
                by=me,
                at=at,
                id=id,
            ),
        )
        if entry:
            return render(request, "people/token_once.html", {"token": secret, **words})
    context = {
        "form": form,
        "held": held,
        "rows": queries.own_tokens(cast(UUID, me.account), at),
    }
    return render(request, "people/tokens.html", context, status=422 if form.errors else 200)


@require_POST
def end_own(request: HttpRequest, token: UUID) -> HttpResponse:
    """Revoke one of my tokens."""
    _end(request, token, _me(request))
    return redirect("session:tokens")


@require_safe
def kept(request: HttpRequest, account: UUID) -> HttpResponse:
    """The tokens of an account, for those who keep it."""
    user, at = acting(request), now()
    row = queries.account(account, user=user, at=at)
    rows = queries.tokens_of(account, user=user, at=at)
    return shown(request, "people/tokens.html", row=row, rows=rows)


@require_POST
def end_kept(request: HttpRequest, account: UUID, token: UUID) -> HttpResponse:
    """Revoke a token of an account that one keeps."""
    _end(request, token, acting(request))
    return redirect("people:tokens", account)


def _end(request: HttpRequest, token: UUID, by: Person | Acting) -> None:
    attempt(
        request,
        lambda: actions.close_token(token=token, by=by, at=now(), id=action_id(request)),
        gettext("The token is revoked: it opens nothing from now on."),
    )

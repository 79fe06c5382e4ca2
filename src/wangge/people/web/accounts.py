"""Accounts: opened, closed, unlocked, given a new one-time password by those who keep people."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wangge.kernel.clock import now
from wangge.kernel.errors import Invalid
from wangge.kernel.ids import new_id
from wangge.kernel.pages import action_id, attempt
from wangge.kernel.words import say
from wangge.people import actions, queries
from wangge.people.asking import acting
from wangge.people.rules import Right, one_time_password, why_not
from wangge.people.web.forms import AccountForm
from wangge.people.web.taking import form_page, shown, taken


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """The accounts of the area with their state."""
    user, asked = acting(request), request.GET
    found = queries.accounts(
        user=user,
        at=now(),
        name=asked.get("name", "").strip(),
        state=asked.get("state", ""),
        after=asked.get("after", ""),
    )
    states = [
        ("must_change", gettext("Must change password")),
        ("locked", gettext("Locked")),
        ("no_post", gettext("Without a post")),
        ("closed", gettext("Out of use")),
    ]
    return shown(
        request,
        "people/accounts.html",
        found=found,
        following=found.following,
        asked=asked,
        states=states,
    )


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open an account; its one-time password is shown once, here."""
    user = acting(request)
    form = AccountForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        words, id = form.cleaned_data, action_id(request)
        password = one_time_password(settings.SECRET_KEY, id)
        entry = taken(
            form,
            lambda: actions.open_account(
                account=new_id(),
                username=words["username"],
                name=words["name"],
                password=password,
                region=words["region"],
                by=user,
                at=now(),
                id=id,
            ),
        )
        if entry:
            return _shown_once(request, entry.subject, password)
    why = why_not(user, Right.KEEP_PEOPLE, user.region)
    return form_page(request, form, gettext("Open an account"), why, reverse("people:accounts"))


def _shown_once(request: HttpRequest, account: UUID, password: str) -> HttpResponse:
    row = queries.account(account, user=acting(request), at=now())
    return render(request, "people/one_time.html", {"row": row, "password": password})


@require_safe
def account(request: HttpRequest, account: UUID) -> HttpResponse:
    """One account."""
    row = queries.account(account, user=acting(request), at=now())
    buttons = [
        ("reset", gettext("New one-time password"), row.active),
        ("unlock", gettext("Lift the lock"), row.locked_until is not None),
        ("drop", gettext("Remove the second step"), row.second_step),
        ("close", gettext("Close the account"), row.active),
        ("reopen", gettext("Open the account again"), not row.active),
    ]
    return shown(request, "people/account.html", row=row, buttons=buttons)


@never_cache
@require_POST
def do(request: HttpRequest, account: UUID) -> HttpResponse:
    """What the buttons of an account's page do."""
    user, at, id = acting(request), now(), action_id(request)
    what = request.POST.get("what", "")
    if what == "reset":
        password = one_time_password(settings.SECRET_KEY, id)
        done = attempt(
            request,
            lambda: actions.reset_password(
                account=account, password=password, by=user, at=at, id=id
            ),
            gettext("The password is reset."),
        )
        return _shown_once(request, account, password) if done else redirect(_page(account))
    doing = {
        "unlock": (actions.unlock, gettext("The lock is lifted.")),
        "close": (actions.close_account, gettext("The account is closed.")),
        "reopen": (actions.reopen_account, gettext("The account is open again.")),
        "drop": (actions.drop_second_step, gettext("The second step is removed.")),
    }
    if what not in doing:
        raise Invalid(say("This form is incomplete. Open the page again and repeat."))
    act, sentence = doing[what]
    attempt(request, lambda: act(account=account, by=user, at=at, id=id), sentence)
    return redirect(_page(account))


def _page(account: UUID) -> str:
    return reverse("people:account", args=[account])

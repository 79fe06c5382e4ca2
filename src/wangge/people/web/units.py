"""The command tree, units, posts, and the table of rights."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wangge.kernel.clock import day_of, now
from wangge.kernel.errors import NotFound
from wangge.kernel.ids import new_id
from wangge.kernel.pages import action_id, attempt
from wangge.kernel.words import say
from wangge.people import actions, queries
from wangge.people.asking import acting
from wangge.people.rules import RIGHTS, PostKind, Right, UnitKind, why_not
from wangge.people.web.forms import AppointForm, PostForm, RelieveForm, UnitForm
from wangge.people.web.taking import form_page, shown, taken


@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """Who commands whom, and who holds which post today."""
    user = acting(request)
    roots = queries.command_tree(user=user, on=day_of(now()))
    return shown(request, "people/tree.html", roots=roots)


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The units of the area by kind."""
    user, asked = acting(request), request.GET
    found = queries.units(
        user=user,
        kind=asked.get("kind", ""),
        name=asked.get("name", "").strip(),
        closed=asked.get("closed") == "1",
        after=asked.get("after", ""),
    )
    return shown(request, "people/units.html", found=found, following=found.following, asked=asked)


@require_http_methods(["GET", "POST"])
def new_unit(request: HttpRequest) -> HttpResponse:
    """Enter a unit."""
    user = acting(request)
    form = UnitForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        entry = taken(
            form,
            lambda: actions.open_unit(
                unit=new_id(),
                kind=UnitKind(words["kind"]),
                name=words["name"],
                region=words["region"],
                parent=words["parent"],
                by=user,
                at=now(),
                id=action_id(request),
            ),
        )
        if entry:
            messages.success(request, gettext("The unit is entered."))
            return redirect("people:unit", entry.subject)
    why = why_not(user, Right.KEEP_PEOPLE, user.region)
    return form_page(request, form, gettext("Enter a unit"), why, reverse("people:units"))


@require_safe
def unit(request: HttpRequest, unit: UUID) -> HttpResponse:
    """One unit: its posts and the units under it."""
    found = queries.unit(unit, user=acting(request), on=day_of(now()))
    return shown(request, "people/unit.html", found=found)


@require_POST
def close_unit(request: HttpRequest, unit: UUID) -> HttpResponse:
    """Close a unit."""
    user = acting(request)
    attempt(
        request,
        lambda: actions.close_unit(unit=unit, by=user, at=now(), id=action_id(request)),
        gettext("The unit is closed."),
    )
    return redirect("people:unit", unit)


@require_http_methods(["GET", "POST"])
def new_post(request: HttpRequest) -> HttpResponse:
    """Make a post in a unit."""
    user = acting(request)
    start = {"unit": request.GET.get("unit"), "superior": request.GET.get("under")}
    form = PostForm(user, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        entry = taken(
            form,
            lambda: actions.open_post(
                post=new_id(),
                kind=PostKind(words["kind"]),
                title=words["title"],
                unit=words["unit"],
                region=words["region"],
                superior=words["superior"],
                by=user,
                at=now(),
                id=action_id(request),
            ),
        )
        if entry:
            messages.success(request, gettext("The post is made. Now give it to somebody."))
            return redirect("people:post", entry.subject)
    why = why_not(user, Right.KEEP_PEOPLE, user.region)
    return form_page(request, form, gettext("Make a post"), why, reverse("people:tree"))


@require_safe
def post(request: HttpRequest, post: UUID) -> HttpResponse:
    """One post: its rights, who holds it and who held it."""
    user, today = acting(request), day_of(now())
    node = queries.post(post, user=user, on=today)
    return shown(
        request,
        "people/post.html",
        node=node,
        rights=[right for right in Right if right in RIGHTS[node.kind]],
        appoint=AppointForm(user, initial={"since": today}),
        today=today,
    )


@require_POST
def close_post(request: HttpRequest, post: UUID) -> HttpResponse:
    """Close a post."""
    user = acting(request)
    attempt(
        request,
        lambda: actions.close_post(post=post, by=user, at=now(), id=action_id(request)),
        gettext("The post is closed."),
    )
    return redirect("people:post", post)


@require_POST
def appoint(request: HttpRequest, post: UUID) -> HttpResponse:
    """Give a post to somebody."""
    user = acting(request)
    form = AppointForm(user, request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Choose a person and the first day."))
        return redirect("people:post", post)
    words = form.cleaned_data
    attempt(
        request,
        lambda: actions.appoint(
            account=words["account"],
            post=post,
            since=words["since"],
            until=words["until"],
            by=user,
            at=now(),
            id=action_id(request),
        ),
        gettext("The post is given."),
    )
    return redirect("people:post", post)


@require_POST
def relieve(request: HttpRequest, post: UUID) -> HttpResponse:
    """End somebody's holding of a post."""
    user = acting(request)
    form = RelieveForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Say the last day."))
        return redirect("people:post", post)
    words = form.cleaned_data
    attempt(
        request,
        lambda: actions.relieve(
            tenure=words["tenure"],
            until=words["until"],
            by=user,
            at=now(),
            id=action_id(request),
        ),
        gettext("Relieved; the record stays."),
    )
    return redirect("people:post", post)


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Act in another of one's posts from now on."""
    user = acting(request)
    try:
        chosen = UUID(request.POST.get("post", ""))
    except ValueError:
        raise NotFound(say("There is no such post in your area.")) from None
    done = attempt(
        request,
        lambda: actions.choose_post(post=chosen, by=user, at=now(), id=new_id()),
        gettext("You act in this post now."),
    )
    if done:
        request.session["post"] = str(chosen)
    target = request.POST.get("next", "/")
    return redirect(target if url_has_allowed_host_and_scheme(target, None) else "/")


@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """Which kind of post has which right."""
    rows = [(kind, [right in RIGHTS[kind] for right in Right]) for kind in PostKind]
    return shown(request, "people/rights.html", rights=list(Right), rows=rows)

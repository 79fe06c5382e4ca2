"""Pages of the catalogue: by class, one category with its conditions, changes to both."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangge.cases import actions
from wangge.cases.queries.catalogue import categories
from wangge.cases.queries.keeping import (
    CatalogueRow,
    Cut,
    catalogue_rows,
    category_page,
    classes,
    doubts,
)
from wangge.cases.rules.catalogue import next_local
from wangge.cases.rules.facts import Kind, LimitUnit, Severity, Sure
from wangge.cases.web.catalogue_forms import CategoryForm, ConditionForm, PublicForm
from wangge.kernel.clock import day_of, now
from wangge.kernel.errors import Invalid, Mendable
from wangge.kernel.forms import labels
from wangge.kernel.pages import action_id, attempt, translate
from wangge.people.asking import acting
from wangge.people.rules import Acting, Right, UnitKind
from wangge.people.rules import why_not as why_not_right

WORDS: dict[str, Any] = {
    "sure_words": dict(Sure.labels()),
    "unit_words": dict(LimitUnit.labels()),
    "severity_words": dict(Severity.labels()),
    "kind_words": dict(UnitKind.labels()),
}
"""English labels of closed lists, which the templates translate."""


def why_not_keep(user: Acting) -> object:
    """Why somebody may not change the catalogue, for greyed buttons."""
    return why_not_right(user, Right.KEEP_CATALOGUE, user.region)


def today() -> date:
    """The office's day."""
    return day_of(now())


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """A class of the catalogue, or what a search finds in all of it."""
    user, on = acting(request), today()
    cut = _cut(request, on)
    rows = catalogue_rows(user=user, on=on, cut=cut)
    context = {
        "groups": _grouped(rows),
        "number": len(rows),
        "cut": cut,
        "classes": classes(on, cut.kind),
        "sures": labels(Sure, gettext("However sure")),
        "doubts": doubts(on),
        "why": why_not_keep(user),
        **WORDS,
    }
    return render(request, "cases/catalogue.html", context)


def _cut(request: HttpRequest, on: date) -> Cut:
    """What the address asks for; otherwise one class, since all of them are a long page."""
    asked = request.GET
    kind = Kind.COMPONENT if asked.get("kind") == Kind.COMPONENT else Kind.MATTER
    text, sure = asked.get("q", "")[:40].replace("\0", ""), asked.get("sure", "")
    class_code = asked.get("class", "")[:4]
    found = Cut(
        text,
        "" if class_code == "all" else class_code,
        sure if sure in dict(Sure.labels()) else "",
        kind,
        asked.get("public") == "1",
    )
    known = [row.code for row in classes(on, kind)]
    if class_code or text or found.sure or found.public:
        return found
    first = "06" if kind is Kind.MATTER and "06" in known else next(iter(known), "")
    return Cut(class_code=first, kind=kind)


def _grouped(rows: list[CatalogueRow]) -> list[tuple[str, list[CatalogueRow]]]:
    found: dict[str, list[CatalogueRow]] = {}
    for row in rows:
        found.setdefault(f"{row.category.class_code} {row.category.class_name}", []).append(row)
    return list(found.items())


@require_GET
def show(request: HttpRequest, id: UUID) -> HttpResponse:
    """One category: its conditions and limits, what residents see, what happened to it."""
    return _page(request, id)


def _page(
    request: HttpRequest, id: UUID, public: PublicForm | None = None, status: int = 200
) -> HttpResponse:
    user, on = acting(request), today()
    page = category_page(id, user=user, on=on)
    category = page.category
    start = {
        "is_public": category.is_public,
        "public_name": category.public_name,
        "keywords": category.keywords,
    }
    context = {
        "page": page,
        "category": category,
        "public": public or PublicForm(initial=start),
        "why": why_not_keep(user),
        "on": on,
        **WORDS,
    }
    return render(request, "cases/catalogue_category.html", context, status=status)


@require_POST
def confirm(request: HttpRequest, id: UUID, condition: UUID) -> HttpResponse:
    """The office makes a proposed limit its own."""
    user, action = acting(request), action_id(request)
    attempt(
        request,
        lambda: actions.confirm_condition(condition=condition, by=user, at=now(), id=action),
        gettext("The limit is confirmed."),
    )
    return redirect("cases:category", id)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, id: UUID, condition: UUID) -> HttpResponse:
    """Another limit, or other words, from a day on."""
    user, on = acting(request), today()
    page = category_page(id, user=user, on=on)
    rows = [*page.current, *page.coming, *page.past]
    found = next((row for row in rows if row.pk == condition), None)
    if found is None:
        return redirect("cases:category", id)
    names = ("limit", "limit_unit", "filing", "closing", "unit_kind", "legal_basis",
             "most_extensions")  # fmt: skip
    start = {name: getattr(found, name) for name in names} | {"since": on}
    form = ConditionForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_limit(
                condition=condition, **form.values(), by=user, at=now(), id=action_id(request)
            )
            notices.success(request, gettext("The limit changes from that day on."))
            return redirect("cases:category", id)
        except Mendable as error:
            add_error(form, error)
    context = {
        "form": form, "category": page.category, "condition": found, "why": why_not_keep(user),
        **WORDS,
    }  # fmt: skip
    return render(request, "cases/condition.html", context, status=422 if form.errors else 200)


def add_error(form: Any, error: Mendable) -> None:
    """Put a mendable error beside the field it concerns."""
    field = error.field if isinstance(error, Invalid) else ""
    form.add_error(field if field in form.fields else None, translate(error.reason))


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A category of the office's own."""
    user, on = acting(request), today()
    taken = frozenset(row.code for row in categories(on))
    class_code = request.GET.get("class", "")[:2] or "10"
    start = {"since": on, "code": next_local(class_code, taken)}
    form = CategoryForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            entry = actions.add_category(**form.values(), by=user, at=now(), id=action_id(request))
            notices.success(request, gettext("The category is in the catalogue."))
            return redirect("cases:category", entry.subject)
        except Mendable as error:
            add_error(form, error)
    context = {
        "form": form, "why": why_not_keep(user), "classes": classes(on),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "cases/catalogue_new.html", context, status=status)


@require_POST
def end(request: HttpRequest, id: UUID) -> HttpResponse:
    """Let a category be filed until a day."""
    user, action = acting(request), action_id(request)
    until = day_or_none(request.POST.get("until", ""))
    if until is None:
        notices.error(request, gettext("Say the last day."))
        return redirect("cases:category", id)
    attempt(
        request,
        lambda: actions.end_category(category=id, until=until, by=user, at=now(), id=action),
        gettext("The category ends then."),
    )
    return redirect("cases:category", id)


def day_or_none(text: str) -> date | None:
    """A day as date inputs send it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_POST
def public(request: HttpRequest, id: UUID) -> HttpResponse:
    """What residents are offered."""
    user = acting(request)
    form = PublicForm(request.POST)
    if form.is_valid():
        try:
            actions.set_public(
                category=id, **form.cleaned_data, by=user, at=now(), id=action_id(request)
            )
            notices.success(request, gettext("Residents see it so from now on."))
            return redirect("cases:category", id)
        except Mendable as error:
            add_error(form, error)
    return _page(request, id, form, 422)

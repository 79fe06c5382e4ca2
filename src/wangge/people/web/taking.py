"""What the pages of this domain do alike: their tabs, and refusals beside a form's fields."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wangge.kernel.errors import Invalid, Mendable
from wangge.kernel.pages import translate
from wangge.kernel.words import Said
from wangge.people.asking import acting
from wangge.people.rules import Right, why_not

T = TypeVar("T")


def taken(form: Form, act: Callable[[], T]) -> T | None:
    """What the action returned; None when it refused, with the reason beside its field."""
    try:
        return act()
    except Invalid as error:
        field = error.field if error.field in form.fields else None
        form.add_error(field, translate(error.reason))
    except Mendable as error:
        form.add_error(None, translate(error.reason))
    return None


def form_page(
    request: HttpRequest, form: Form, heading: str, why: Said | None, back: str
) -> HttpResponse:
    """A page that is one form. ``why`` greys its button; ``back`` is where leaving it leads."""
    context = {"form": form, "heading": heading, "why": why, "back": back}
    return render(request, "people/form.html", context, status=422 if form.errors else 200)


def shown(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """A page of the organisation; ``why`` says why its reader may not keep people, if so."""
    user = acting(request)
    why = why_not(user, Right.KEEP_PEOPLE, user.region)
    return render(request, template, {"why": why, "may_keep": why is None} | context)

"""Filters and tags that every page may use without loading them."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import template
from django.forms import BoundField, CheckboxInput, FileInput, Select
from django.forms.widgets import CheckboxSelectMultiple, RadioSelect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wangge.kernel.ids import new_id
from wangge.kernel.pages import translate
from wangge.kernel.subjects import url_of
from wangge.kernel.words import Qualifier, official, plain
from wangge.trail.queries import entries_of

register = template.Library()


@register.filter
def said(sentence: str) -> str:
    """A rule's sentence, or a label, in the reader's language."""
    return translate(sentence)


@register.simple_tag
def action_id() -> SafeString:
    """The hidden field by which sending a form twice stays one action."""
    return format_html('<input type="hidden" name="id" value="{}">', new_id())


@register.filter
def amount(value: Decimal | int | float) -> str:
    """Digits grouped by thousands, without trailing zeros."""
    whole, _, rest = plain(Decimal(str(value))).partition(".")
    grouped = f"{int(whole):,}"
    return f"{grouped}.{rest}" if rest else grouped


@register.simple_tag
def worded(value: Decimal, unit: str, qualifier: str) -> str:
    """An amount in official wording."""
    return official(value, unit, Qualifier(qualifier))


@register.simple_tag
def subject_url(kind: str, id: object) -> str:
    """The page of a thing that a row is about, empty where it has none."""
    return url_of(kind, str(id))


@register.filter
def day(value: date) -> str:
    """A day as documents write it: 2020年9月2日."""
    return f"{value.year}年{value.month}月{value.day}日"


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One picture of ``desk/icons.svg``; decoration unless it gets a label."""
    source = f"{static('desk/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>',
            label,
            source,
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', source)


@register.filter
def is_switch(field: BoundField) -> bool:
    """Whether a field is one box to tick, whose label stands beside it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """A field's control with the classes of its kind; keeps those the form gave it."""
    widget = field.field.widget
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        kind = "choices"
    elif isinstance(widget, CheckboxInput):
        kind = "form-check-input"
    elif isinstance(widget, Select):
        kind = "form-select"
    elif isinstance(widget, FileInput):
        kind = "form-control form-file"
    else:
        kind = "form-control"
    classes = [kind, widget.attrs.get("class", ""), "is-invalid" if field.errors else ""]
    return field.as_widget(attrs={"class": " ".join(name for name in classes if name)})


@register.inclusion_tag("desk/parts/timeline.html", takes_context=True)
def timeline(context: dict[str, Any], kind: str, id: UUID) -> dict[str, Any]:
    """What happened to a thing, oldest first, as far as the reader may know it."""
    user = context.get("acting")
    return {"entries": entries_of(kind, id, user=user) if user else []}


@register.filter
def get(mapping: dict[Any, Any], key: object) -> object:
    """One value of a mapping by a key that a template holds: ``proofs|get:task.id``."""
    return mapping.get(key)


@register.filter
def percent(part: Decimal | int | float, whole: Decimal | int | float) -> str:
    """A share for a meter's width and words: ``done|percent:tasks`` is ``"62"``; of none, 0."""
    return f"{100 * float(part) / float(whole):.0f}" if whole else "0"

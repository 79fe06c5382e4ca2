"""Filters and tags that every page may use without loading them."""

from datetime import date
from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wangge.kernel.ids import new_id
from wangge.kernel.pages import translate
from wangge.kernel.subjects import url_of
from wangge.kernel.words import Qualifier, official, plain

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

"""A message with its figures marked in the text."""

from collections.abc import Iterable

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe


def marked(text: str, spans: Iterable[tuple[int, str, int, str]]) -> SafeString:
    """The escaped text with each (start, words, number, look) marked and linked to its row.

    Spans that overlap or don't lie where they say are left unmarked rather than shifting others.
    """
    parts: list[str] = []
    at = 0
    for start, words, number, look in sorted(spans):
        if start < at or text[start : start + len(words)] != words:
            continue
        parts.append(escape(text[at:start]))
        parts.append(
            format_html(
                '<a class="read read-{}" href="#figure-{}">{}<sup>{}</sup></a>',
                look,
                number,
                words,
                number,
            )
        )
        at = start + len(words)
    parts.append(escape(text[at:]))
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped above

"""What a person changes in a draft: its words, who it goes to, its photos."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from wangge.insight.briefs import prose
from wangge.insight.briefs.composing import compose, with_annex
from wangge.insight.briefs.content import (
    Block,
    Content,
    Footer,
    Paragraph,
    Photos,
    as_json,
    cleaned,
)
from wangge.insight.briefs.numbers import Asked, Number, numbers
from wangge.insight.briefs.photos import captioned
from wangge.insight.figures import FIGURES
from wangge.kernel.errors import Invalid
from wangge.kernel.words import say
from wangge.people.rules import Acting

LONGEST = 4_000
"""Characters of one box of the form."""


@dataclass(frozen=True, slots=True)
class Edit:
    """The words of a draft as its writer left them.

    ``paragraphs`` maps the position of a paragraph in the content to its text with ``{name}``
    places: an empty text takes it out, a line break divides it. ``added`` stands at the end.
    ``version`` is the :func:`version` of the content that was edited. ``copies`` counts prints.
    """

    version: str
    title: str
    paragraphs: Mapping[int, str]
    added: str = ""
    pictures: tuple[UUID, ...] = ()
    name: str = "工作简报"
    issuer: str = ""
    secrecy: str = ""
    report_to: str = ""
    send_to: str = ""
    issue_to: str = ""
    copies: int = 0


def version(content: Content) -> str:
    """A digest of a content, by which a second writer's change is noticed."""
    return digest(as_json(content))[:16]


def digest(data: dict[str, Any]) -> str:
    """SHA-256 of a content as JSON with sorted keys, in hex."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def called(content: Content) -> dict[str, str]:
    """What each reference of a brief, and each figure, is called in the form."""
    names = {key: figure.name.zh for key, figure in FIGURES.items()}
    return names | {line.key: line.name for line in content.annex}


def amended(content: Content, edit: Edit, asked: Asked, user: Acting) -> Content:
    """The content as its writer wants it, with the numbers of now.

    Raises :class:`Invalid` for an empty title, a number that isn't known, a text too long, or a
    photo from elsewhere.
    """
    title = _line(edit.title, 120)
    if not title:
        raise Invalid(say("A brief needs a title."), "title")
    refs = {name: ref for ref, name in called(content).items()}
    refs |= {ref: ref for ref in called(content)}
    edit = replace(
        edit,
        paragraphs={at: prose.referred(text, refs) for at, text in edit.paragraphs.items()},
        added=prose.referred(edit.added, refs),
    )
    wanted = [key for text in (*edit.paragraphs.values(), edit.added) for key in prose.named(text)]
    found = numbers([*content.figures(), *wanted], asked, user)
    photos = captioned(edit.pictures, _kept(content), asked, user)
    blocks = tuple(_with_photos(_written(content, edit, found), photos))
    head = replace(
        content.masthead,
        name=_line(edit.name, 20) or content.masthead.name,
        issuer=_line(edit.issuer, 60) or content.masthead.issuer,
        secrecy=_line(edit.secrecy, 10),
    )
    foot = Footer(
        report_to=_line(edit.report_to, 200),
        send_to=_line(edit.send_to, 200),
        issue_to=_line(edit.issue_to, 200),
        printed_by=head.issuer,
        printed_on=content.footer.printed_on,
        copies=min(max(edit.copies, 0), 99_999),
    )
    changed = replace(
        content,
        masthead=head,
        title=title,
        blocks=blocks,
        footer=foot,
        edited=content.edited or blocks != content.blocks,
    )
    return with_annex(changed, found)


def _line(text: str, longest: int) -> str:
    return " ".join(cleaned(text).split())[:longest]


def _kept(content: Content) -> list[tuple[str, str]]:
    shown = (block for block in content.blocks if isinstance(block, Photos))
    return [picture for block in shown for picture in block.pictures]


def _written(content: Content, edit: Edit, found: dict[str, Number]) -> list[Block]:
    blocks: list[Block] = []
    for position, block in enumerate(content.blocks):
        if not isinstance(block, Paragraph) or position not in edit.paragraphs:
            blocks.append(block)
            continue
        blocks += _paragraphs(edit.paragraphs[position], block.level, found)
    return [*blocks, *_paragraphs(edit.added, 0, found)]


def _paragraphs(text: str, level: int, found: dict[str, Number]) -> list[Block]:
    """One paragraph for each line; the lines after a heading are body text."""
    if len(text) > LONGEST:
        raise Invalid(say("A paragraph may have %(count)s characters.", count=LONGEST))
    lines = [line.strip() for line in cleaned(text).split("\n") if line.strip()]
    return [
        prose.edited(line, found, level if position == 0 else 0)
        for position, line in enumerate(lines)
    ]


def _with_photos(blocks: list[Block], photos: tuple[tuple[str, str], ...]) -> list[Block]:
    """The photos where they stood; at the end where there were none.

    With the last photo goes the heading right above it.
    """
    place = next((i for i, block in enumerate(blocks) if isinstance(block, Photos)), None)
    if place is None:
        return [*blocks, Photos("整治前后", photos)] if photos else blocks
    if photos:
        return [*blocks[:place], Photos("整治前后", photos), *blocks[place + 1 :]]
    above = blocks[place - 1] if place else None
    start = place - 1 if isinstance(above, Paragraph) and above.level else place
    return [*blocks[:start], *blocks[place + 1 :]]


def refreshed(content: Content, asked: Asked, user: Acting, *, anew: bool = False) -> Content:
    """The content with the figures asked again; tables and charts are made anew.

    What nobody edited is composed anew as a whole, and so is everything with ``anew``. Edited
    words stay, with the numbers of now.
    """
    fresh = compose(asked, user=user, day=asked.ends_on, title=content.title)
    fresh = replace(
        fresh,
        masthead=content.masthead,
        footer=content.footer,
        edited=content.edited and not anew,
    )
    if not content.edited or anew:
        return fresh
    found = numbers(content.figures(), asked, user)
    by_name = {
        (block.kind, block.name): block
        for block in fresh.blocks
        if block.kind in ("table", "chart") and not isinstance(block, Paragraph | Photos)
    }
    blocks = [
        prose.restated(block, found)
        if isinstance(block, Paragraph)
        else block
        if isinstance(block, Photos)
        else by_name.get((block.kind, block.name), block)
        for block in content.blocks
    ]
    kept = replace(content, blocks=tuple(blocks))
    return with_annex(kept, found | numbers(kept.figures(), asked, user))

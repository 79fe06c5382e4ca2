"""Reads of briefs, each for somebody: lists, one brief, its documents, what was corrected since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, QuerySet

from wangge.campaigns.models import Campaign
from wangge.campaigns.queries import programmes
from wangge.insight.briefs import documents
from wangge.insight.briefs.content import Content, Paragraph, Ref, from_json
from wangge.insight.briefs.editing import called, version
from wangge.insight.briefs.numbers import Asked, Number, numbers
from wangge.insight.briefs.photos import Pair, for_paper, pairs
from wangge.insight.briefs.prose import editable
from wangge.insight.figures import FIGURES
from wangge.insight.models import Brief, BriefFigure
from wangge.insight.rules import (
    BriefSpan,
    BriefState,
    sees_drafts,
    why_not_issue,
    why_not_write,
)
from wangge.kernel.errors import NotFound
from wangge.kernel.pages import PAGE_SIZE, Page, page_of
from wangge.kernel.words import Said, say
from wangge.people.rules import OWN_UNIT_ONLY, Acting
from wangge.places.queries import names, region_tree, under, within
from wangge.places.queries.regions import Node
from wangge.trail.models import Entry
from wangge.worklog.models import Record
from wangge.worklog.rules.records import State

KIND = "insight.brief"


def seen_briefs(user: Acting) -> QuerySet[Brief]:
    """Briefs of somebody's area; drafts only for those who write or issue them.

    A company sees what concerns its own unit, and a brief tells of everybody.
    """
    rows = within(Brief.objects.all(), user)
    if user.kind in OWN_UNIT_ONLY:
        return rows.none()
    return rows if sees_drafts(user) else rows.filter(state=BriefState.ISSUED.value)


def brief_of(brief: UUID, user: Acting) -> Brief:
    """One brief with its programme. Raises :class:`NotFound`."""
    found = seen_briefs(user).select_related("programme").filter(pk=brief).first()
    if found is None:
        raise NotFound(say("There is no such brief, or it lies outside your area."))
    return found


def asked_of(brief: Brief) -> Asked:
    """What a brief is about."""
    return Asked(
        brief.programme_id,
        brief.region,
        BriefSpan(brief.span),
        brief.starts_on,
        brief.ends_on,
    )


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of briefs is cut to; empty values cut nothing."""

    state: str = ""
    span: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class BriefList:
    """A page of briefs, how many there are of each state, and names of their areas."""

    page: Page[Brief]
    drafts: int
    issued: int
    areas: Mapping[str, str]
    why_not_write: Said | None


def brief_list(
    *, user: Acting, cut: Filter | None = None, after: str = "", size: int = PAGE_SIZE
) -> BriefList:
    """Briefs, newest first, paged by key, with totals over the whole selection."""
    cut = cut or Filter()
    rows = seen_briefs(user)
    if cut.span:
        rows = rows.filter(span=cut.span)
    if cut.year:
        rows = rows.filter(year=cut.year)
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    if cut.state:
        rows = rows.filter(state=cut.state)
    page = page_of(rows.select_related("programme").defer("content"), after, size)
    return BriefList(
        page=page,
        drafts=counts.get(BriefState.DRAFT.value, 0),
        issued=counts.get(BriefState.ISSUED.value, 0),
        areas=names(brief.region for brief in page.rows),
        why_not_write=why_not_write(user, user.region),
    )


@dataclass(frozen=True, slots=True)
class Options:
    """What a new brief may be about: programmes as (id, name, first day), areas as a tree."""

    programmes: list[tuple[str, str, date]]
    areas: list[tuple[str, str]]


def brief_options(*, user: Acting) -> Options:
    """What the form for a new brief offers: an area is (code, name indented by its depth)."""
    plans = [row.programme for row in programmes(user=user)]
    found = [(str(plan.pk), plan.name, plan.starts_on) for plan in plans]
    shared = min((plan.region for plan in plans), key=len, default=user.region)
    return Options(found, list(_flat(region_tree(user=user, under=shared))))


def _flat(nodes: list[Node], depth: int = 0) -> list[tuple[str, str]]:
    flat = []
    for node in nodes:
        flat.append((node.code, "　" * depth + node.name))
        flat += _flat(node.children, depth + 1)
    return flat


@dataclass(frozen=True, slots=True)
class Box:
    """A paragraph in the form: its position in the content, its level, its text."""

    position: int
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Correction:
    """后更正: a number that the same question answers otherwise today.

    ``changed`` counts the rows that were withdrawn or came in since the brief was issued.
    """

    ref: str
    name: str
    old: str
    new: str
    old_rows: int
    new_rows: int
    changed: int


@dataclass(frozen=True, slots=True)
class BriefPage:
    """All that a brief's page shows."""

    brief: Brief
    content: Content
    area: str
    issued: bool
    version: str
    boxes: list[Box]
    corrections: list[Correction]
    why_not_write: Said | None
    why_not_issue: Said | None


def brief_page(*, brief: UUID, user: Acting) -> BriefPage:
    """One brief with what has been corrected since it was issued. Raises :class:`NotFound`."""
    found = brief_of(brief, user)
    content = from_json(found.content)
    state = BriefState(found.state)
    issued = state is BriefState.ISSUED
    names_of = called(content)
    boxes = [
        Box(position, block.level, editable(block, names_of))
        for position, block in enumerate(content.blocks)
        if isinstance(block, Paragraph)
    ]
    return BriefPage(
        brief=found,
        content=content,
        area=names([found.region]).get(found.region, found.region),
        issued=issued,
        version=version(content),
        boxes=boxes,
        corrections=_corrections(found, user) if issued else [],
        why_not_write=why_not_write(user, found.region, state),
        why_not_issue=why_not_issue(user, found.region, state),
    )


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form of a draft offers: its own numbers, photos of its days."""

    figures: list[tuple[str, str, str]]
    pairs: list[Pair]
    chosen: frozenset[str]


def brief_choices(*, brief: UUID, user: Acting) -> Choices:
    """Numbers as (place in text, name, wording) and photos that a draft may show."""
    found = brief_of(brief, user)
    asked, content = asked_of(found), from_json(found.content)
    told = numbers([*FIGURES, *content.figures()], asked, user)
    figures = [
        (f"{{{number.name}}}", number.name, number.text) for number in told.values() if number.rows
    ]
    return Choices(figures, pairs(asked, user), frozenset(content.evidence()))


def corrections(brief: UUID, user: Acting) -> list[Correction]:
    """Numbers of an issued brief that the same questions answer otherwise today."""
    found = brief_of(brief, user)
    return _corrections(found, user) if found.state == BriefState.ISSUED.value else []


def _corrections(brief: Brief, user: Acting) -> list[Correction]:
    frozen = list(BriefFigure.objects.filter(brief=brief).order_by("id"))
    asked = asked_of(brief)
    now = numbers((row.key for row in frozen), asked, user)
    pairs_ = [(row, now[row.key]) for row in frozen if row.key in now]
    differing = [(row, number) for row, number in pairs_ if _differs(row, number)]
    withdrawn = _withdrawn(brief, asked, [Ref.of(row.key) for row, _ in differing])
    return [
        Correction(
            ref=row.key,
            name=number.name,
            old=row.text,
            new=number.text,
            old_rows=row.rows,
            new_rows=number.rows,
            changed=_changed(row.rows, number.rows, withdrawn.get(row.key, 0)),
        )
        for row, number in differing
    ]


def _differs(row: BriefFigure, number: Number) -> bool:
    value = None if number.value is None else round(number.value, 3)
    old = None if row.value is None else Decimal(row.value)
    return (old, row.text, row.rows) != (value, number.text, number.rows)


def _changed(old: int, new: int, withdrawn: int) -> int:
    """Rows withdrawn and rows come in. Those come in are what makes the counts meet."""
    came = max(new - old + withdrawn, 0)
    return max(withdrawn + came, abs(new - old))


def _withdrawn(brief: Brief, asked: Asked, refs: list[Ref]) -> dict[str, int]:
    """How many records each of these numbers lost since the brief was issued."""
    measures = {ref.text: FIGURES[ref.key].measure for ref in refs}
    if not any(measures.values()):
        return {}
    since_issue = Entry.objects.filter(
        kind="worklog.record",
        action__in=("worklog.void_record", "worklog.correct_record"),
        at__gte=brief.issued_at,
    )
    rows = list(
        Record.objects.filter(
            under(brief.region),
            pk__in=since_issue.values("subject"),
            state=State.VOIDED.value,
            measure__in={code for code in measures.values() if code},
            ends_on__lte=brief.ends_on,
            campaign__in=Campaign.objects.filter(programme=brief.programme_id).values("pk"),
        ).values_list("measure", "region", "ends_on")
    )
    found = {}
    for ref in refs:
        since = asked.since(ref)
        found[ref.text] = sum(
            measure == measures[ref.text]
            and region.startswith(ref.region)
            and (since is None or day >= since)
            for measure, region, day in rows
        )
    return found


@dataclass(frozen=True, slots=True)
class Document:
    """A file to hand out."""

    name: str
    media_type: str
    content: bytes


def document(*, brief: UUID, form: str, user: Acting) -> Document:
    """A brief as ``docx`` or ``pdf``. Raises :class:`NotFound` for another form."""
    found = brief_of(brief, user)
    if form not in documents.FORMS:
        raise NotFound(say("A brief comes as DOCX or PDF."))
    content = from_json(found.content)
    data = documents.FORMS[form](content, lambda evidence: for_paper(evidence, user))
    return Document(_file_name(found, form), documents.MEDIA_TYPES[form], data)


def _file_name(brief: Brief, form: str) -> str:
    number = f"第{brief.number}期" if brief.number else "草稿"
    title = "".join(c for c in brief.title if c not in '\\/:*?"<>|').strip()
    return f"{brief.year}年{number} {title}.{form}"

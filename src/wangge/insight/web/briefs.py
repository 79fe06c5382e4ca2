"""Pages of briefs: the list, a new one, one as a sheet of paper, its form, its files."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from wangge.insight import actions
from wangge.insight.briefs import reading
from wangge.insight.briefs.content import Chart, Paragraph, Ref, Run, Table
from wangge.insight.briefs.editing import LONGEST
from wangge.insight.briefs.reading import BriefPage
from wangge.insight.rules import BriefSpan, why_not_write
from wangge.insight.web.brief_forms import (
    BriefFilter,
    HeadForm,
    NewBriefForm,
    edit_of,
    head_of,
)
from wangge.kernel.clock import day_of, now, week_of
from wangge.kernel.errors import Mendable, refuse
from wangge.kernel.ids import derived_id
from wangge.kernel.pages import action_id, attempt, translate
from wangge.people.asking import acting


def rows_url(page: BriefPage, ref: str) -> str:
    """The page of the rows behind a number of a brief."""
    found = Ref.of(ref)
    since = reading.asked_of(page.brief).since(found)
    query = {
        "programme": page.brief.programme.slug,
        "since": str(since) if since else "",
        "until": str(page.brief.ends_on),
        "region": found.region or page.brief.region,
    }
    address = reverse("insight:rows", args=[found.key])
    return f"{address}?{urlencode({key: value for key, value in query.items() if value})}"


@require_GET
def briefs(request: HttpRequest) -> HttpResponse:
    """Briefs of one's area, newest first."""
    form = BriefFilter(request.GET or None)
    found = reading.brief_list(
        user=acting(request), cut=form.cut(), after=request.GET.get("after", "")
    )
    return render(request, "insight/briefs.html", {"form": form, "found": found})


def new_brief(request: HttpRequest) -> HttpResponse:
    """Choose programme, area and days; the draft is written from the figures."""
    user = acting(request)
    today = day_of(now())
    refuse(why_not_write(user, user.region))
    options = reading.brief_options(user=user)
    last = week_of(today)
    initial = {
        "span": BriefSpan.WEEK.value,
        "starts_on": last.start,
        "ends_on": last.end,
        "region": user.region,
    }
    form = NewBriefForm(request.POST or None, initial=initial, options=options)
    if request.method == "POST" and form.is_valid():
        id = action_id(request)
        brief = derived_id(id, "brief")
        done = attempt(
            request,
            lambda: actions.draft_brief(brief=brief, **form.values(), by=user, at=now(), id=id),
            gettext("The draft is written. Read it over before it is issued."),
        )
        if done:
            return redirect("insight:brief", brief)
    since = min((day for _, _, day in options.programmes), default=today)
    context = {"form": form, "today": today, "since": since, "options": options}
    return render(request, "insight/brief_new.html", context)


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of text with the address of its rows, empty where it is no number."""

    text: str
    url: str
    title: str = ""


@require_GET
def brief(request: HttpRequest, brief: UUID) -> HttpResponse:
    """A brief as a sheet of paper whose every number opens its rows."""
    page = reading.brief_page(brief=brief, user=acting(request))
    return render(request, "insight/brief.html", _sheet(page))


def _sheet(page: BriefPage) -> dict[str, Any]:
    names = {line.key: f"{line.name}; {line.filter}" for line in page.content.annex}

    def cell(run: Run) -> Cell:
        url = rows_url(page, run.figure) if run.figure in names else ""
        return Cell(run.text, url, names.get(run.figure, ""))

    blocks: list[dict[str, Any]] = []
    for position, block in enumerate(page.content.shown().blocks):
        shown: dict[str, Any] = {"kind": block.kind, "part": block}
        if isinstance(block, Paragraph):
            shown["runs"] = [cell(run) for run in block.runs]
        elif isinstance(block, Table):
            shown["rows"] = [[cell(run) for run in row] for row in block.rows]
            shown["total"] = [cell(run) for run in block.total]
        elif isinstance(block, Chart):
            shown |= {"id": f"chart-{position}", "data": _drawing(block)}
        blocks.append(shown)
    annex = [(line, rows_url(page, line.key)) for line in page.content.annex]
    corrected = [(line, rows_url(page, line.ref)) for line in page.corrections]
    return {"page": page, "blocks": blocks, "annex": annex, "corrected": corrected}


def _drawing(chart: Chart) -> dict[str, Any]:
    """A chart as the office's pages draw it."""
    labels = list(dict.fromkeys(label for label, _, _ in chart.points))
    named = list(dict.fromkeys(series for _, series, _ in chart.points))
    values = {(label, series): value for label, series, value in chart.points}
    return {
        "kind": "line" if chart.form == "trend" else "bar",
        "title": chart.caption,
        "unit": chart.unit,
        "labels": labels,
        "series": [
            {"name": series, "values": [values.get((label, series)) for label in labels]}
            for series in named
        ],
    }


def edit_brief(request: HttpRequest, brief: UUID) -> HttpResponse:
    """The form of a draft. What was typed stays where the edit is refused."""
    user = acting(request)
    page = reading.brief_page(brief=brief, user=user)
    refuse(page.why_not_write)
    form = HeadForm(request.POST or None, initial=head_of(page))
    trouble = ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.amend_brief(
                brief=brief,
                edit=edit_of(form, request.POST),
                by=user,
                at=now(),
                id=action_id(request),
            )
        except Mendable as error:
            trouble = translate(error.reason)
        else:
            return redirect("insight:brief", brief)
    choices = reading.brief_choices(brief=brief, user=user)
    posted = request.POST if request.method == "POST" else None
    boxes = [
        (box, posted.get(f"paragraph-{box.position}", "") if posted else box.text)
        for box in page.boxes
    ]
    chosen = set(posted.getlist("pictures")) if posted else choices.chosen
    context = {
        "page": page,
        "form": form,
        "boxes": boxes,
        "added": posted.get("added", "") if posted else "",
        "version": posted.get("version", "") if posted else page.version,
        "choices": choices,
        "photos": [
            (picture, words, picture in chosen)
            for pair in choices.pairs
            for picture, words in pair.pictures
        ],
        "trouble": trouble,
        "longest": LONGEST,
    }
    status = 422 if trouble or (posted and form.errors) else 200
    return render(request, "insight/brief_edit.html", context, status=status)


@require_POST
def refresh_brief(request: HttpRequest, brief: UUID) -> HttpResponse:
    """Ask the figures of a draft again."""
    anew = bool(request.POST.get("anew"))
    attempt(
        request,
        lambda: actions.refresh_brief(
            brief=brief, anew=anew, by=acting(request), at=now(), id=action_id(request)
        ),
        gettext("The figures are those of now."),
    )
    return redirect("insight:brief", brief)


@require_POST
def issue_brief(request: HttpRequest, brief: UUID) -> HttpResponse:
    """Number a draft and freeze it."""
    attempt(
        request,
        lambda: actions.issue_brief(
            brief=brief, by=acting(request), at=now(), id=action_id(request)
        ),
        gettext("The brief is issued. What it says stays."),
    )
    return redirect("insight:brief", brief)


@require_GET
def brief_file(request: HttpRequest, brief: UUID, form: str) -> HttpResponse:
    """The brief as DOCX or PDF. Its name is Chinese, written as RFC 5987 asks."""
    made = reading.document(brief=brief, form=form, user=acting(request))
    answer = HttpResponse(made.content, content_type=made.media_type)
    plain = f"brief.{form}"
    answer["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(made.name, safe='')}"
    )
    return answer

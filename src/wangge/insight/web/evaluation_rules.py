"""Pages of the rules of evaluation: what is in force and on whose word, and letting one change."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from wangge.cases.rules import Sure
from wangge.insight import actions, evaluation
from wangge.insight.evaluation import Shown
from wangge.insight.rules.evaluation import (
    Basis,
    Sort,
    Subject,
    bands_from,
    composite_from,
    levels_from,
)
from wangge.insight.web.evaluation_forms import RuleForm, names_of
from wangge.kernel.clock import day_of, now
from wangge.kernel.errors import Mendable, NotFound, refuse
from wangge.kernel.pages import action_id, translate
from wangge.kernel.words import say
from wangge.people.asking import acting
from wangge.people.rules import Right
from wangge.trail.rules import SEE

SUBJECTS = dict(Subject.labels())
SURE = dict(Sure.labels())


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every rule: in force, to come, past, and what other sources say instead."""
    user = acting(request)
    refuse(user.why_not(SEE, user.region))
    found = evaluation.all_rules(day_of(now()))
    names = names_of(shown.rule for rows in found.values() for shown in rows)
    sections = [
        (translate(sort.label), [_told(shown, names) for shown in rows])
        for sort, rows in found.items()
        if rows
    ]
    context = {"sections": sections, "why": user.why_not(Right.PLAN, user.region)}
    return render(request, "insight/evaluation_rules.html", context)


def _told(shown: Shown, names: dict[str, str]) -> dict[str, Any]:
    rule = shown.rule
    return {
        "rule": rule,
        "state": shown.state,
        "name": _name(rule, names),
        "subject": translate(SUBJECTS.get(rule.subject, "")) if rule.subject else "",
        "says": says(rule, names),
        "sure": translate(SURE[rule.sureness]),
    }


def _name(rule: Any, names: dict[str, str]) -> str:
    if rule.sort in (Sort.INDICATOR.value, Sort.BANDS.value):
        return names.get(rule.key, str(rule.key))
    return translate(Sort(rule.sort).label)


def says(rule: Any, names: dict[str, str]) -> str:
    """What a rule says, in one line."""
    content = rule.content
    if rule.sort == Sort.INDICATOR.value:
        return f"{names[content['numerator']]} ÷ {names[content['denominator']]}"
    if rule.sort == Sort.COMPOSITE.value:
        return _composite(content, names)
    if rule.sort == Sort.BANDS.value:
        bands = bands_from(content)
        steps = [f"≤ {upto} → {points:f}" for upto, points in bands.steps]
        rest = gettext("beyond → %(points)s") % {"points": bands.beyond}
        return " · ".join([*steps, rest])
    if rule.sort == Sort.LEVELS.value:
        return " · ".join(f"{one.letter} ≥ {one.start:f}" for one in levels_from(content))
    return translate(Basis(content["basis"]).label)


def _composite(content: dict[str, Any], names: dict[str, str]) -> str:
    composite = composite_from(content)
    patterns = {"rate": "{name}", "rest": "(100 − {name})"}
    banded = gettext("points of %(name)s")
    parts = []
    for part in composite.parts:
        name = names.get(part.of, part.of)
        pattern = patterns.get(part.reading)
        said = pattern.format(name=name) if pattern else banded % {"name": name}
        parts.append(f"{said} × {part.weight.normalize():f}%")
    least = gettext("no score below %(least)s%% of the weight") % {
        "least": f"{composite.least.normalize():f}"
    }
    return " + ".join(parts) + f" · {least}"


def change(request: HttpRequest, rule: UUID) -> HttpResponse:
    """Let a rule say something else from a day on; what was evaluated stays."""
    user = acting(request)
    today = day_of(now())
    refuse(user.why_not(Right.PLAN, user.region))
    rows = [shown.rule for some in evaluation.all_rules(today).values() for shown in some]
    found = next((row for row in rows if row.pk == rule), None)
    if found is None:
        raise NotFound(say("There is no such rule."))
    names = names_of(rows)
    first = {"since": today + timedelta(days=1), "sureness": Sure.CONFIRMED.value}
    form = RuleForm(request.POST or None, initial=first, rule=found, names=names)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_rule(
                follows=rule,
                content=form.said(),
                since=form.cleaned_data["since"],
                source=form.cleaned_data["source"],
                sureness=Sure(form.cleaned_data["sureness"]),
                by=user,
                at=now(),
                id=action_id(request),
            )
            notices.success(request, gettext("The rule is entered. It holds from its first day."))
            return redirect("insight:evaluation_rules")
        except Mendable as error:
            form.add_error(None, translate(error.reason))
    told = _told(Shown(found, ""), names)
    context = {"form": form, "told": told, "crumbs": crumbs()}
    return render(request, "insight/evaluation_rule.html", context)


def crumbs() -> list[dict[str, str]]:
    """Steps back to the list of rules."""
    return [{"url": "/insight/evaluation/rules/", "label": gettext("Rules of evaluation")}]

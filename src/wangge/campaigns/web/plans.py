"""Pages of programmes and their plan."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from wangge.campaigns import actions, queries
from wangge.campaigns.web.forms import CampaignForm, ProgrammeForm
from wangge.kernel.clock import day_of, now
from wangge.kernel.errors import refuse
from wangge.kernel.ids import derived_id
from wangge.kernel.pages import action_id, attempt
from wangge.people.asking import acting
from wangge.people.rules import Right


def today() -> date:
    """The day at the office."""
    return day_of(now())


def programmes(request: HttpRequest) -> HttpResponse:
    """Every programme."""
    user = acting(request)
    return render(
        request,
        "campaigns/programmes.html",
        {
            "rows": queries.programmes(user=user),
            "why_not_plan": user.why_not(Right.PLAN, user.region),
        },
    )


def programme(request: HttpRequest, programme: UUID) -> HttpResponse:
    """The plan: its campaigns with what each sweeps, counts and demands."""
    page = queries.programme_page(programme=programme, user=acting(request), today=today())
    return render(request, "campaigns/programme.html", {"page": page})


def new_programme(request: HttpRequest) -> HttpResponse:
    """Plan a programme."""
    user = acting(request)
    refuse(user.why_not(Right.PLAN, user.region))
    form = ProgrammeForm(request.POST or None, initial={"region": user.region})
    if request.method == "POST" and form.is_valid():
        id = action_id(request)
        programme = derived_id(id, "programme")
        done = attempt(
            request,
            lambda: actions.plan_programme(
                programme=programme, **form.cleaned_data, by=user, at=now(), id=id
            ),
            gettext("The programme is planned."),
        )
        if done:
            return redirect("campaigns:programme", programme)
    context = {"form": form, "heading": gettext("Plan a programme")}
    return render(request, "campaigns/form.html", context)


def edit_programme(request: HttpRequest, programme: UUID) -> HttpResponse:
    """Reword a programme, or end it on another day."""
    user = acting(request)
    page = queries.programme_page(programme=programme, user=user, today=today())
    refuse(page.why_not_plan)
    plan = page.programme
    initial = {"name": plan.name, "document": plan.document, "ends_on": plan.ends_on}
    form = ProgrammeForm(request.POST or None, initial=initial, planned=True)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: actions.amend_programme(
                programme=plan.pk, **form.cleaned_data, by=user, at=now(), id=action_id(request)
            ),
            gettext("The programme is amended."),
        )
        if done:
            return redirect("campaigns:programme", plan.pk)
    context = {"form": form, "heading": plan.name, "programme": plan}
    return render(request, "campaigns/form.html", context)


def new_campaign(request: HttpRequest, programme: UUID) -> HttpResponse:
    """Give the programme one more campaign, or an open slot."""
    user = acting(request)
    page = queries.programme_page(programme=programme, user=user, today=today())
    refuse(page.why_not_plan)
    last = max((campaign.number for campaign in page.campaigns), default=0)
    form = CampaignForm(
        request.POST or None,
        initial={"number": last + 1, "spread": "place"},
        options=queries.campaign_options(user=user, today=today()),
    )
    if request.method == "POST" and form.is_valid():
        id = action_id(request)
        done = attempt(
            request,
            lambda: actions.plan_campaign(
                campaign=derived_id(id, "campaign"),
                programme=page.programme.pk,
                **form.values(),
                by=user,
                at=now(),
                id=id,
            ),
            gettext("The campaign is planned. It makes tasks from the next round on."),
        )
        if done:
            return redirect("campaigns:programme", page.programme.pk)
    context = {"form": form, "heading": gettext("Plan a campaign"), "programme": page.programme}
    return render(request, "campaigns/form.html", context)


def campaign(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """One campaign: fill its slot, or change what it asks for from the next round on."""
    user = acting(request)
    page = queries.campaign_page(campaign=campaign, user=user)
    found = page.campaign
    initial = {
        "name": found.name,
        "spread": found.spread,
        "kinds": page.kinds,
        "measures": page.measures,
        "units": page.units,
        "wants_before": found.wants_before,
        "wants_after": found.wants_after,
    }
    options = queries.campaign_options(user=user, today=today())
    form = CampaignForm(request.POST or None, initial=initial, options=options, planned=True)
    if request.method == "POST" and form.is_valid():
        change = actions.amend_campaign if found.name else actions.fill_slot
        done = attempt(
            request,
            lambda: change(
                campaign=found.pk, **form.values(), by=user, at=now(), id=action_id(request)
            ),
            gettext("Saved. It counts from the next round on."),
        )
        if done:
            return redirect("campaigns:programme", found.programme_id)
    return render(request, "campaigns/campaign.html", {"page": page, "form": form})

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.urls import reverse

from wangge.kernel import subjects
from wangge.kernel.words import N_
from wangge.trail.rules import label_actions

LABELS = {
    "cases.report": N_("Problem reported"),
    "cases.ask_confirm": N_("Sent to be confirmed"),
    "cases.confirm": N_("Confirmed on the spot"),
    "cases.disprove": N_("Not found on the spot"),
    "cases.file": N_("Filed"),
    "cases.refuse": N_("Not accepted"),
    "cases.merge": N_("Merged as duplicate"),
    "cases.split": N_("Split for several units"),
    "cases.dispatch": N_("Dispatched"),
    "cases.self_handle": N_("Settled on the spot"),
    "cases.handle": N_("Handled"),
    "cases.verify": N_("Verified: solved"),
    "cases.fail": N_("Verified: not solved, back to the unit"),
    "cases.close": N_("Case closed"),
    "cases.ask": N_("Request made"),
    "cases.grant": N_("Request granted"),
    "cases.deny": N_("Request denied"),
    "cases.resume": N_("Resumed"),
    "cases.urge": N_("Urged"),
    "cases.supervise": N_("Put under supervision"),
    "cases.answer": N_("Supervision answered"),
    "cases.reopen": N_("Reopened"),
    "cases.amend": N_("Put right"),
    "cases.join": N_("Another reporter joined"),
    "cases.comment": N_("Remark added"),
    "cases.receive_update": N_("Update from outside"),
    "cases.contact": N_("Reporter spoken to"),
    "cases.rate": N_("Reporter's verdict"),
    "cases.prove": N_("Photos added"),
    "cases.warn_late": N_("Limit passed"),
    "cases.load_catalogue": N_("Catalogue of cases loaded"),
    "cases.confirm_condition": N_("Time limit confirmed"),
    "cases.change_limit": N_("Time limit changed"),
    "cases.add_category": N_("Category added"),
    "cases.end_category": N_("Category ended"),
    "cases.set_public": N_("Offer to residents changed"),
    "cases.import_conditions": N_("Filing conditions imported"),
    "cases.set_stage_limit": N_("Limit of a stage set"),
    "cases.set_office_hours": N_("Office hours set"),
    "cases.set_calendar_day": N_("Day of the calendar put right"),
    "cases.load_calendar_year": N_("Working calendar of a year entered"),
    "cases.add_duty": N_("Duty given"),
    "cases.end_duty": N_("Duty ended"),
    "cases.import_duties": N_("Duty table imported"),
    "cases.save_view": N_("View saved"),
    "cases.delete_view": N_("View deleted"),
}


class Config(AppConfig):
    name = "wangge.cases"
    label = "cases"

    def ready(self) -> None:
        import wangge.cases.reactions  # noqa: F401 - registers them
        from wangge.cases.models.search import install_search

        def search(using: str, **options: Any) -> None:
            install_search(using)

        post_migrate.connect(search, sender=self, dispatch_uid="cases.search", weak=False)
        label_actions(LABELS)
        subjects.register("cases.case", N_("Case"), lambda id: reverse("cases:case", args=[id]))

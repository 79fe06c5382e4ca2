from django.apps import AppConfig
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
    "cases.close": N_("Closed"),
    "cases.ask": N_("Request made"),
    "cases.grant": N_("Request granted"),
    "cases.deny": N_("Request denied"),
    "cases.resume": N_("Resumed"),
    "cases.urge": N_("Urged"),
    "cases.supervise": N_("Put under supervision"),
    "cases.answer": N_("Supervision answered"),
    "cases.reopen": N_("Reopened"),
    "cases.amend": N_("Put right"),
    "cases.comment": N_("Remark added"),
    "cases.contact": N_("Reporter spoken to"),
    "cases.rate": N_("Reporter's verdict"),
    "cases.prove": N_("Photos added"),
}


class Config(AppConfig):
    name = "wangge.cases"
    label = "cases"

    def ready(self) -> None:
        label_actions(LABELS)
        subjects.register("cases.case", N_("Case"), lambda id: reverse("cases:case", args=[id]))

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.urls import reverse

from wangge.kernel import subjects
from wangge.kernel.words import N_
from wangge.trail.rules import label_actions

LABELS = {
    "worklog.draft_record": N_("Work entered"),
    "worklog.amend_draft": N_("Draft amended"),
    "worklog.discard_draft": N_("Draft discarded"),
    "worklog.confirm_record": N_("Record confirmed"),
    "worklog.confirm_records": N_("Records confirmed together"),
    "worklog.void_record": N_("Record voided"),
    "worklog.correct_record": N_("Record corrected"),
    "worklog.prove_record": N_("Photos added"),
    "worklog.receive_message": N_("Message received"),
    "worklog.draft_figure": N_("Figure of a message taken up"),
    "worklog.settle_message": N_("Message settled"),
    "worklog.map_reading": N_("Wording given a measure"),
    "worklog.load_catalogue": N_("Measure catalogue loaded"),
    "worklog.add_measure": N_("Measure added"),
    "worklog.end_measure": N_("Measure ended"),
    "worklog.receive_sheet": N_("Sheet received"),
    "worklog.import_sheet": N_("Sheet imported"),
    "worklog.reject_sheet": N_("Sheet sent back"),
}


class Config(AppConfig):
    name = "wangge.worklog"
    label = "worklog"

    def ready(self) -> None:
        from wangge.worklog.models import install_guard

        def guard(using: str, **options: Any) -> None:
            install_guard(using)

        post_migrate.connect(guard, sender=self, dispatch_uid="worklog.guard", weak=False)
        label_actions(LABELS)
        subjects.register(
            "worklog.record", N_("Record of work"), lambda id: reverse("worklog:record", args=[id])
        )
        subjects.register(
            "worklog.message", N_("Message"), lambda id: reverse("worklog:message", args=[id])
        )
        subjects.register(
            "worklog.import", N_("Imported sheet"), lambda id: reverse("worklog:import", args=[id])
        )

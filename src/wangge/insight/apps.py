from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.urls import reverse

from wangge.kernel import subjects
from wangge.kernel.words import N_
from wangge.trail.rules import label_actions

LABELS = {
    "insight.draft_brief": N_("Brief drafted"),
    "insight.amend_brief": N_("Brief amended"),
    "insight.refresh_brief": N_("Figures of a brief asked again"),
    "insight.issue_brief": N_("Brief issued"),
    "insight.load_scoring": N_("Rules of evaluation loaded"),
    "insight.change_rule": N_("Rule of evaluation changed"),
}


class Config(AppConfig):
    name = "wangge.insight"
    label = "insight"

    def ready(self) -> None:
        from wangge.insight.figures import views

        pre_migrate.connect(views.prepare, sender=self, dispatch_uid="insight.views")
        post_migrate.connect(views.restore, sender=self, dispatch_uid="insight.views")
        subjects.register(
            "insight.brief", N_("Brief"), lambda id: reverse("insight:brief", args=[id])
        )
        label_actions(LABELS)

from collections.abc import Callable

from django.apps import AppConfig
from django.urls import reverse

from wangge.kernel import subjects
from wangge.kernel.words import N_


class Config(AppConfig):
    name = "wangge.campaigns"
    label = "campaigns"

    def ready(self) -> None:
        """Make known what rows elsewhere may be about, and what happened is called."""
        from wangge.trail.rules import label_actions

        for thing, label in (
            ("programme", N_("Programme")),
            ("campaign", N_("Campaign")),
            ("round", N_("Round")),
            ("task", N_("Task")),
        ):
            subjects.register(f"campaigns.{thing}", label, _page(thing))
        label_actions(
            {
                "campaigns.plan_programme": N_("Programme planned"),
                "campaigns.amend_programme": N_("Programme amended"),
                "campaigns.plan_campaign": N_("Campaign planned"),
                "campaigns.fill_slot": N_("Open slot filled"),
                "campaigns.amend_campaign": N_("Campaign amended"),
                "campaigns.open_round": N_("Round opened"),
                "campaigns.close_round": N_("Round closed"),
                "campaigns.assign_task": N_("Task assigned"),
                "campaigns.do_task": N_("Task reported as done"),
                "campaigns.check_task": N_("Task checked off"),
                "campaigns.send_back_task": N_("Task sent back"),
                "campaigns.cancel_task": N_("Task cancelled"),
            }
        )


def _page(thing: str) -> Callable[[str], str]:
    return lambda id: reverse(f"campaigns:{thing}", args=[id])

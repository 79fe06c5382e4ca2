from django.apps import AppConfig

from wangge.kernel.words import N_
from wangge.trail.rules import label_actions


class Config(AppConfig):
    name = "wangge.trail"
    label = "trail"

    def ready(self) -> None:
        label_actions(
            {
                "trail.keep_evidence": N_("Photo or document kept"),
                "trail.set_reach": N_("Way to be reached entered"),
                "trail.drop_reach": N_("Way to be reached taken back"),
            }
        )

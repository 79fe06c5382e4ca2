from django.apps import AppConfig

from wangge.kernel.words import N_
from wangge.trail.rules import label_actions

LABELS = {
    "gateways.open_key": N_("Key for a client program made"),
    "gateways.close_key": N_("Key of a client program closed"),
}


class Config(AppConfig):
    name = "wangge.gateways"
    label = "gateways"

    def ready(self) -> None:
        label_actions(LABELS)

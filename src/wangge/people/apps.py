from django.apps import AppConfig
from django.urls import reverse

from wangge.kernel import subjects
from wangge.kernel.words import N_
from wangge.trail.rules import label_actions


class Config(AppConfig):
    name = "wangge.people"
    label = "people"

    def ready(self) -> None:
        subjects.register("people.unit", N_("Unit"), lambda id: reverse("people:unit", args=[id]))
        subjects.register("people.post", N_("Post"), lambda id: reverse("people:post", args=[id]))
        subjects.register(
            "people.account", N_("Account"), lambda id: reverse("people:account", args=[id])
        )
        label_actions(LABELS)


LABELS = {
    "people.open_unit": N_("Unit entered"),
    "people.close_unit": N_("Unit closed"),
    "people.open_post": N_("Post made"),
    "people.close_post": N_("Post closed"),
    "people.appoint": N_("Post given"),
    "people.relieve": N_("Relieved of a post"),
    "people.open_account": N_("Account opened"),
    "people.close_account": N_("Account closed"),
    "people.reopen_account": N_("Account opened again"),
    "people.reset_password": N_("Password reset"),
    "people.change_password": N_("Password changed"),
    "people.unlock": N_("Lock lifted"),
    "people.sign_in": N_("Signed in"),
    "people.sign_in_failed": N_("Sign-in failed"),
    "people.sign_out": N_("Signed out"),
    "people.choose_post": N_("Acts in another post"),
    "people.begin_second_step": N_("Second step prepared"),
    "people.confirm_second_step": N_("Second step turned on"),
    "people.end_second_step": N_("Second step turned off"),
    "people.open_token": N_("Token for a program made"),
    "people.close_token": N_("Token revoked"),
    "people.drop_second_step": N_("Second step removed by the office"),
}

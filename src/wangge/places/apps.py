from django.apps import AppConfig
from django.urls import reverse

from wangge.kernel import subjects
from wangge.kernel.words import N_


class Config(AppConfig):
    name = "wangge.places"
    label = "places"

    def ready(self) -> None:
        """Make known what rows elsewhere may be about, and what happened is called."""
        from wangge.trail.rules import label_actions

        subjects.register(
            "places.place", N_("Place"), lambda id: reverse("places:place", args=[id])
        )
        subjects.register("places.grid", N_("Grid"), lambda id: reverse("places:grids"))
        label_actions(
            {
                "places.load_basics": N_("Kinds of place brought up to date"),
                "places.load_regions": N_("National list of regions loaded"),
                "places.add_grid": N_("Grid entered"),
                "places.redraw_grid": N_("Grid renamed or redrawn"),
                "places.import_grids": N_("Grids imported"),
                "places.register_place": N_("Place entered"),
                "places.change_place": N_("Place changed"),
                "places.move_place": N_("Place moved"),
                "places.close_place": N_("Place closed"),
                "places.import_places": N_("Places imported"),
            }
        )

"""Tables of places. Coordinates are CGCS2000/WGS-84 degrees; ``source_crs`` keeps what came in."""

from django.db import models

from wangge.kernel.columns import choice_column, id_column, one_of
from wangge.places.rules import Level, Sureness


class Region(models.Model):
    """A province, city, district, subdistrict or community under its national code."""

    code = models.CharField(max_length=12, primary_key=True)
    level = choice_column()
    name = models.CharField(max_length=80)
    pinyin = models.CharField(max_length=200, blank=True, help_text="Sorts Chinese names.")
    source = models.CharField(max_length=120, blank=True)
    sureness = choice_column(Sureness.FOUND)

    class Meta:
        constraints = [
            one_of("level", Level, "places_region_level"),
            one_of("sureness", Sureness, "places_region_sure"),
        ]
        indexes = [
            # Choosing a region level by level, in code order.
            models.Index("level", "code", name="places_region_level_code")
        ]

    def __str__(self) -> str:
        return self.name


class Grid(models.Model):
    """The smallest area that somebody answers for: a closed polygon inside one community.

    ``polygon`` is a GeoJSON geometry; the bounding box stands beside it so that a map can ask for
    what is in view without decoding every polygon.
    """

    code = models.CharField(max_length=15, primary_key=True)
    community = models.ForeignKey(Region, models.PROTECT, related_name="grids", db_index=False)
    name = models.CharField(max_length=80)
    polygon = models.JSONField(null=True)
    west = models.FloatField(null=True)
    south = models.FloatField(null=True)
    east = models.FloatField(null=True)
    north = models.FloatField(null=True)
    area_m2 = models.FloatField(null=True, help_text="Square metres.")
    source_crs = models.CharField(max_length=16, default="wgs84")
    source = models.CharField(max_length=120, blank=True)
    sureness = choice_column(Sureness.LOCAL)
    edition = models.PositiveBigIntegerField(
        default=0, help_text="Grows with every change of a polygon; sums tell a cache its age."
    )

    class Meta:
        indexes = [
            # Every point → grid first asks whether polygons changed; this index alone answers.
            models.Index("edition", name="places_grid_edition")
        ]
        constraints = [
            one_of("sureness", Sureness, "places_grid_sure"),
            models.CheckConstraint(
                condition=models.Q(code__startswith=models.F("community")),
                name="places_grid_in_community",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlaceKind(models.Model):
    """A kind of place, as data: the assessment manual's 54 and those of this office."""

    code = models.CharField(max_length=24, primary_key=True)
    name = models.CharField(max_length=60, unique=True)
    name_en = models.CharField(max_length=60)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="kinds")
    source = models.CharField(max_length=160)
    sureness = choice_column(Sureness.SECOND_HAND)

    class Meta:
        constraints = [one_of("sureness", Sureness, "places_kind_sure")]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """One place that is swept, inspected, repaired: an estate, a lane, a villager group's area.

    ``region`` is the code of the smallest region or grid it lies in (a scope for rights);
    ``parent`` is the place it is part of, as a villager group is of an urban-village area.
    """

    id = id_column()
    kind = models.ForeignKey(PlaceKind, models.PROTECT, related_name="places")
    name = models.CharField(max_length=120)
    pinyin = models.CharField(max_length=300, blank=True)
    region = models.CharField(max_length=15)
    grid = models.ForeignKey(Grid, models.PROTECT, null=True, related_name="places")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    address = models.CharField(max_length=200, blank=True)
    lng = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    geometry = models.JSONField(null=True, help_text="GeoJSON, where it is more than a point.")
    source_crs = models.CharField(max_length=16, default="wgs84")
    source = models.CharField(max_length=120, blank=True)
    sureness = choice_column(Sureness.LOCAL)
    closed_on = models.DateField(null=True, help_text="No tasks are made from this day on.")

    class Meta:
        constraints = [
            one_of("sureness", Sureness, "places_place_sure"),
            models.UniqueConstraint("region", "kind", "name", name="places_place_named_once"),
        ]
        indexes = [
            # The register of an area, and the tasks of a round.
            models.Index("region", "kind", "id", name="places_place_region"),
            # A map view asks for a box.
            models.Index("lng", "lat", name="places_place_point"),
        ]

    def __str__(self) -> str:
        return self.name

"""Tables of cases. A case's stage changes by compare-and-set; its history is in the trail."""

from django.conf import settings
from django.db import models

from wangge.cases.models.catalogue import Category, Condition
from wangge.cases.rules.facts import (
    Decision,
    LimitUnit,
    Outcome,
    Resolution,
    Satisfaction,
    Severity,
    Source,
)
from wangge.cases.rules.stages import ENDED, Ask, Stage
from wangge.kernel.columns import choice_column, id_column, one_of
from wangge.people.models import Unit
from wangge.places.models import Place

IS_OPEN = ~models.Q(stage__in=[stage.value for stage in ENDED])
"""The condition of indexes over open cases. Said by what isn't, since no other index answers that:
SQLite then walks these in their order instead of sorting what it finds stage by stage."""


class Counter(models.Model):
    """The last number given to a case of a prefix on a day.

    Taken in a short transaction of its own before the case is written: a report that fails
    leaves a gap, and no report waits for another one's photos.
    """

    id = models.BigAutoField(primary_key=True)
    prefix = models.CharField(max_length=12)
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("prefix", "day", name="cases_counter_once")]


class Case(models.Model):
    """A problem, from its report to its end.

    ``region`` is the grid's code, or the smallest region known. ``*_due_at`` are the limits of the
    office's and the unit's stages as they were when the stage began; ``due_at`` and ``yellow_at``
    are those of the present stage, from which its light follows. ``limit``/``limit_unit`` are the
    condition's when it was dispatched. The posts beside the instants say who did it, for
    evaluation by post. ``account`` is the reporter's, null for residents.
    """

    id = id_column()
    number = models.CharField(max_length=32, unique=True)
    stage = choice_column(Stage.REPORTED)
    source = choice_column(Source.PUBLIC)
    origin = models.CharField(max_length=48, blank=True, help_text="Kind of what opened it.")
    origin_id = models.UUIDField(null=True)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, related_name="cases", db_index=False
    )
    condition = models.ForeignKey(
        Condition, models.PROTECT, null=True, related_name="cases", db_index=False
    )
    severity = choice_column(Severity.GENERAL)
    region = models.CharField(max_length=15)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="cases")
    address = models.CharField(max_length=200, blank=True)
    lng = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    text = models.TextField(blank=True)
    attributes = models.JSONField(default=dict)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="cases", db_index=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="copies")
    recurs = models.ForeignKey("self", models.PROTECT, null=True, related_name="recurrences")

    reported_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    stage_at = models.DateTimeField(help_text="When the present stage began.")
    due_at = models.DateTimeField(null=True)
    yellow_at = models.DateTimeField(null=True)

    accept_due_at = models.DateTimeField(null=True)
    filed_at = models.DateTimeField(null=True)
    filed_by = models.UUIDField(null=True)
    dispatch_due_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True)
    dispatched_by = models.UUIDField(null=True)
    limit = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    limit_unit = choice_column(LimitUnit.WORK_HOURS)
    handle_due_at = models.DateTimeField(null=True)
    handled_at = models.DateTimeField(null=True)
    handled_by = models.UUIDField(null=True)
    handled_account = models.UUIDField(null=True)
    handled_unit = models.UUIDField(null=True)
    handled_kind = models.CharField(max_length=24, blank=True)
    verify_due_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)

    confirm_asked_at = models.DateTimeField(null=True)
    confirm_due_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)
    confirmed = models.BooleanField(null=True, help_text="What the look on the spot showed.")

    reason = models.CharField(max_length=300, blank=True, help_text="Of a refusal or voiding.")
    dispatches = models.PositiveSmallIntegerField(default=0)
    reworks = models.PositiveSmallIntegerField(default=0)
    extensions = models.PositiveSmallIntegerField(default=0)
    returns = models.PositiveSmallIntegerField(default=0)
    urges = models.PositiveSmallIntegerField(default=0)
    reopened = models.PositiveSmallIntegerField(default=0)
    supervised_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True, help_text="When the supervision was answered.")
    late_told_at = models.DateTimeField(null=True, help_text="When its lateness was told.")
    resolution = models.CharField(max_length=24, blank=True)
    satisfaction = models.CharField(max_length=24, blank=True)
    contacted_at = models.DateTimeField(
        null=True, help_text="When the reporter was first spoken to, for the hotline's first rate."
    )

    class Meta:
        constraints = [
            one_of("stage", Stage, "cases_case_stage"),
            one_of("source", Source, "cases_case_source"),
            one_of("severity", Severity, "cases_case_severity"),
            one_of("limit_unit", LimitUnit, "cases_case_limit_unit"),
            models.CheckConstraint(
                condition=models.Q(resolution__in=["", *Resolution]), name="cases_case_resolution"
            ),
            models.CheckConstraint(
                condition=models.Q(satisfaction__in=["", *Satisfaction]),
                name="cases_case_satisfaction",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage=Stage.MERGED.value) | models.Q(merged_into__isnull=False),
                name="cases_case_merged",
            ),
        ]
        indexes = [
            # The list of a stage in an area, newest first.
            models.Index("stage", "region", "id", name="cases_case_list"),
            # The list of an area whatever the stage.
            models.Index("region", "id", name="cases_case_region"),
            # What is late or soon will be; the filters of that list are looked at in the index.
            models.Index(
                "due_at",
                "id",
                "stage",
                "category",
                "region",
                "unit",
                name="cases_case_due",
                condition=IS_OPEN,
            ),
            # The list of a stage newest first, over several areas.
            models.Index("stage", "id", name="cases_case_stage_id"),
            # The list of all that is open, newest first; its filters are looked at in the index.
            models.Index(
                "id",
                "stage",
                "category",
                "region",
                "unit",
                name="cases_case_open",
                condition=IS_OPEN,
            ),
            # How many are late or soon will be in an area; the clusters of a map.
            models.Index(
                "region",
                "due_at",
                "yellow_at",
                "lat",
                "lng",
                name="cases_case_lights",
                condition=IS_OPEN,
            ),
            # The list of a category, of a unit, of what is supervised.
            models.Index("category", "id", name="cases_case_category"),
            models.Index("unit", "id", name="cases_case_unit_id"),
            models.Index(
                "id",
                name="cases_case_supervised",
                condition=models.Q(supervised_at__isnull=False),
            ),
            # A unit's own work.
            models.Index("unit", "stage", "id", name="cases_case_unit"),
            # One's own reports.
            models.Index("account", "id", name="cases_case_account"),
            # What lies near, for duplicates and recurrence; a map view.
            models.Index("category", "lat", "lng", name="cases_case_near"),
            models.Index("lat", "lng", name="cases_case_point"),
            # Evaluation of a period; the public list by when it was asked for.
            models.Index("reported_at", "id", name="cases_case_reported"),
            # Open311 clients ask for what changed since.
            models.Index("updated_at", "id", name="cases_case_updated"),
            # What a domain opened.
            models.Index("origin", "origin_id", name="cases_case_origin"),
        ]

    def __str__(self) -> str:
        return self.number


class Reporter(models.Model):
    """Somebody to be kept informed of a case; a merge moves nobody, the link still leads there.

    ``secret`` is the SHA-256 of what stands in the private link. ``name``, ``phone`` and ``email``
    are encrypted under the server's key (``people.rules.seal_secret``).
    """

    id = id_column()
    case = models.ForeignKey(Case, models.PROTECT, related_name="reporters")
    secret = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=400, blank=True)
    phone = models.CharField(max_length=400, blank=True)
    email = models.CharField(max_length=600, blank=True)
    language = models.CharField(max_length=12, blank=True)
    at = models.DateTimeField()


class Dispatch(models.Model):
    """One dispatch of a case to a unit, and how it ended; the units' evaluation counts these.

    ``number`` is 1 for the first; a rework is another dispatch to the same unit.
    """

    id = id_column()
    case = models.ForeignKey(Case, models.PROTECT, related_name="dispatched")
    number = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    is_rework = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = choice_column(Outcome.RUNNING)

    class Meta:
        constraints = [
            one_of("outcome", Outcome, "cases_dispatch_outcome"),
            models.UniqueConstraint("case", "number", name="cases_dispatch_once"),
        ]
        indexes = [
            # Evaluation of a unit over a period.
            models.Index("unit", "at", "id", name="cases_dispatch_unit"),
            models.Index("at", "id", name="cases_dispatch_at"),
        ]


class Request(models.Model):
    """What was asked of the office about a case: more time, return, suspension, voiding.

    This is the ledger of side branches. ``limit``/``limit_unit`` is the time asked for.
    """

    id = id_column()
    case = models.ForeignKey(Case, models.PROTECT, related_name="requests")
    ask = choice_column()
    reason = models.CharField(max_length=300)
    limit = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    limit_unit = choice_column(LimitUnit.WORK_HOURS)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True)
    asked_account = models.UUIDField(null=True)
    decision = choice_column(Decision.WAITING)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    region = models.CharField(max_length=15)
    resumed_at = models.DateTimeField(null=True, help_text="When a suspension ended.")

    class Meta:
        constraints = [
            one_of("ask", Ask, "cases_request_ask"),
            one_of("decision", Decision, "cases_request_decision"),
            one_of("limit_unit", LimitUnit, "cases_request_unit"),
            # One open question at a time.
            models.UniqueConstraint(
                "case",
                name="cases_request_one_waiting",
                condition=models.Q(decision=Decision.WAITING.value),
            ),
        ]
        indexes = [
            # The ledger of an area, and what waits for a decision.
            models.Index("decision", "region", "id", name="cases_request_ledger")
        ]


class Remark(models.Model):
    """Something said about a case; public ones are shown to its reporters and by Open311."""

    id = id_column()
    case = models.ForeignKey(Case, models.PROTECT, related_name="remarks")
    text = models.CharField(max_length=2000)
    is_public = models.BooleanField(default=False)
    author = models.CharField(max_length=80, blank=True)
    status = models.CharField(max_length=40, blank=True, help_text="Extended Open311 state.")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            # Open311 clients ask for updates since.
            models.Index("at", "id", name="cases_remark_at", condition=models.Q(is_public=True))
        ]


class CaseText(models.Model):
    """The words by which a case is found: number, address and text as bigrams.

    A full-text index over ``grams`` is made after each migration (FTS5 on SQLite, GIN on
    PostgreSQL); the integer key is what FTS5 needs.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.OneToOneField(Case, models.CASCADE, related_name="words")
    grams = models.TextField()


class SavedView(models.Model):
    """A filter somebody keeps under a name."""

    id = id_column()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("account", "name", name="cases_view_named_once")]

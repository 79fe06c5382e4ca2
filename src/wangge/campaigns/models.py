"""Tables of campaigns. A round's tasks are made once; its coverage is frozen when it closes."""

from django.conf import settings
from django.db import models

from wangge.campaigns.rules import RoundState, Spread, TaskState
from wangge.kernel.columns import choice_column, id_column, one_of
from wangge.people.models import Post, Unit
from wangge.places.models import Grid, Place, PlaceKind
from wangge.worklog.models import Measure


class Programme(models.Model):
    """What an office sets out to do over months: a plan with its campaigns."""

    id = id_column()
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    document = models.CharField(max_length=160, blank=True, help_text="The plan's title.")
    region = models.CharField(max_length=15)
    starts_on = models.DateField()
    ends_on = models.DateField()

    def __str__(self) -> str:
        return self.name


class Campaign(models.Model):
    """One special campaign (专项行动). An empty name is a slot that the office has yet to fill.

    ``kinds`` are the kinds of place it sweeps (ignored where it is spread over grids),
    ``measures`` what it counts, ``units`` who answers for it.
    """

    id = id_column()
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="campaigns")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80, blank=True)
    spread = choice_column(Spread.PLACE)
    kinds = models.ManyToManyField(PlaceKind, related_name="+")
    measures = models.ManyToManyField(Measure, related_name="+")
    units = models.ManyToManyField(Unit, related_name="+")
    wants_before = models.BooleanField(default=False, help_text="A photo before the work.")
    wants_after = models.BooleanField(default=False, help_text="A photo after the work.")

    class Meta:
        constraints = [
            one_of("spread", Spread, "campaigns_campaign_spread"),
            models.UniqueConstraint("programme", "number", name="campaigns_campaign_number"),
        ]

    def __str__(self) -> str:
        return self.name


class Round(models.Model):
    """One week of a programme, Monday to Sunday."""

    id = id_column()
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = choice_column(RoundState.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("state", RoundState, "campaigns_round_state"),
            models.UniqueConstraint("programme", "starts_on", name="campaigns_round_week"),
            models.UniqueConstraint("programme", "number", name="campaigns_round_number"),
        ]


class Terms(models.Model):
    """What a campaign asked for in one round, as it stood when the round opened.

    Amending a campaign counts from the next round; what was done before was asked under these.
    ``kinds``, ``measures`` and ``units`` are lists of codes and ids.
    """

    id = id_column()
    round = models.ForeignKey(Round, models.PROTECT, related_name="terms", db_index=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    spread = choice_column(Spread.PLACE)
    kinds = models.JSONField(default=list)
    measures = models.JSONField(default=list)
    units = models.JSONField(default=list)
    wants_before = models.BooleanField(default=False)
    wants_after = models.BooleanField(default=False)

    class Meta:
        constraints = [
            one_of("spread", Spread, "campaigns_terms_spread"),
            models.UniqueConstraint("round", "campaign", name="campaigns_terms_once"),
        ]


class Task(models.Model):
    """What one campaign asks for at one place or grid in one round.

    While it is open, ``unit`` and ``assignee`` are a proposal. ``done_account`` stands beside
    ``done_by`` so that nobody checks in one post what they did in another.
    """

    id = id_column()
    round = models.ForeignKey(Round, models.PROTECT, related_name="tasks", db_index=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="tasks", db_index=False)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="tasks")
    grid = models.ForeignKey(Grid, models.PROTECT, null=True, related_name="tasks")
    region = models.CharField(max_length=15)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="tasks")
    assignee = models.ForeignKey(Post, models.PROTECT, null=True, related_name="tasks")
    state = choice_column(TaskState.OPEN)
    due_on = models.DateField()
    carried_from = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="carried_to"
    )
    weeks_carried = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    done_account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    report = models.CharField(max_length=300, blank=True)
    send_back_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            one_of("state", TaskState, "campaigns_task_state"),
            models.UniqueConstraint("round", "campaign", "place", name="campaigns_task_place"),
            models.UniqueConstraint(
                "round",
                "campaign",
                "grid",
                name="campaigns_task_grid",
                condition=models.Q(place__isnull=True),
            ),
            models.CheckConstraint(
                condition=models.Q(place__isnull=False) | models.Q(grid__isnull=False),
                name="campaigns_task_somewhere",
            ),
        ]
        indexes = [
            # A round's list by area and state; coverage counts on it alone.
            models.Index("round", "region", "campaign", "state", name="campaigns_task_round"),
            # What one post has to do.
            models.Index("assignee", "state", "id", name="campaigns_task_assignee"),
            # What is late.
            models.Index("state", "due_on", "id", name="campaigns_task_late"),
        ]

    @property
    def label(self) -> str:
        """The state's untranslated label."""
        return TaskState(self.state).label


class Coverage(models.Model):
    """How much of a round was covered, frozen when it closed: per campaign and region or grid."""

    id = id_column()
    round = models.ForeignKey(Round, models.PROTECT, related_name="coverage", db_index=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    region = models.CharField(max_length=15)
    tasks = models.PositiveIntegerField()
    done = models.PositiveIntegerField()
    checked = models.PositiveIntegerField()
    carried = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("round", "campaign", "region", name="campaigns_coverage_once")
        ]

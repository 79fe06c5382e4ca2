"""Tables of briefs, of the rules of evaluation, and the daily sums that figures read.

The views are in ``figures.views``.
"""

from django.db import models

from wangge.campaigns.models import Programme
from wangge.cases.rules import Sure
from wangge.insight.rules import BriefSpan, BriefState
from wangge.insight.rules.evaluation import Sort, Subject
from wangge.kernel.columns import choice_column, id_column, one_of


class Brief(models.Model):
    """A numbered brief (简报). ``content`` is frozen when it is issued.

    ``content`` holds the paragraphs, tables, chart data and photo ids as they were;
    :class:`BriefFigure` holds each number with its definition and count of rows.
    """

    id = id_column()
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="briefs")
    number = models.PositiveSmallIntegerField(null=True, help_text="第N期, given on issue.")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    region = models.CharField(max_length=15)
    span = choice_column(BriefSpan.WEEK)
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = choice_column(BriefState.DRAFT)
    content = models.JSONField(default=dict)
    at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("state", BriefState, "insight_brief_state"),
            one_of("span", BriefSpan, "insight_brief_span"),
            models.UniqueConstraint("programme", "year", "number", name="insight_brief_number"),
        ]
        indexes = [
            # The list of an area's briefs, newest first.
            models.Index("region", "id", name="insight_brief_region")
        ]


class BriefFigure(models.Model):
    """One number as a brief said it, with what it was made of."""

    id = id_column()
    brief = models.ForeignKey(Brief, models.CASCADE, related_name="figures")
    key = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=20, decimal_places=3, null=True)
    text = models.CharField(max_length=60)
    rows = models.PositiveBigIntegerField()
    definition = models.CharField(max_length=400)
    filter = models.CharField(max_length=400)

    class Meta:
        constraints = [models.UniqueConstraint("brief", "key", name="insight_brieffigure_once")]


class WorkSum(models.Model):
    """What the confirmed records of a day come to; triggers keep it (see ``figures.views``).

    Every record is in twice: under its subdistrict (``level`` 9) and under its community (12);
    ``region`` is the code cut to that length. ``campaign`` is all zeros for none. Several rows
    may share a key: they add up, and the clockwork puts them together.
    """

    id = models.BigAutoField(primary_key=True)
    level = models.PositiveSmallIntegerField()
    region = models.CharField(max_length=12)
    measure = models.CharField(max_length=40)
    campaign = models.UUIDField()
    day = models.DateField()
    qualifier = models.CharField(max_length=24)
    amount = models.DecimalField(max_digits=20, decimal_places=3)
    records = models.BigIntegerField()

    class Meta:
        indexes = [
            # The triggers look a row up by its key; the totals of an area read along it.
            models.Index(
                "level",
                "region",
                "measure",
                "campaign",
                "day",
                "qualifier",
                name="insight_worksum_key",
            )
        ]


class ScoringRule(models.Model):
    """One rule of evaluation from a day on: a formula, weights, bands, levels, or the period's.

    Rows are only added: in force is the chosen row of the same ``sort``, ``key`` and ``subject``
    with the latest ``since``. ``variant`` tells apart what sources say differently; those that
    aren't ``is_chosen`` are shown beside it and never reckoned with. An empty ``subject`` means
    every kind of subject. ``content`` is read by ``rules.evaluation``.
    """

    id = id_column()
    sort = choice_column()
    key = models.CharField(max_length=40)
    subject = models.CharField(max_length=24, blank=True)
    variant = models.CharField(max_length=40, default="default")
    content = models.JSONField()
    place = models.PositiveSmallIntegerField(default=0, help_text="Order of columns.")
    is_chosen = models.BooleanField(default=True)
    since = models.DateField()
    sureness = choice_column(Sure.PROPOSED)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            one_of("sort", Sort, "insight_scoringrule_sort"),
            one_of("sureness", Sure, "insight_scoringrule_sure"),
            models.CheckConstraint(
                condition=models.Q(subject__in=["", *(one.value for one in Subject)]),
                name="insight_scoringrule_subject",
            ),
            models.UniqueConstraint(
                "sort", "key", "subject", "variant", "since", name="insight_scoringrule_once"
            ),
        ]

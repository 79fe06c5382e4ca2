"""The catalogue, its limits, the calendar and who is on duty. All dated: nothing is rewritten."""

from django.db import models

from wangge.cases.rules.facts import Kind, LimitUnit, Severity, Sure, Timed
from wangge.kernel.columns import choice_column, id_column, one_of
from wangge.people.models import Unit


class Category(models.Model):
    """A minor class of the catalogue in one edition of the standard.

    ``code`` is class and minor as the edition writes it (``06010``); the edition gives a component
    and the matter that mirrors it the same number, so components are kept as ``C01001``.
    ``code_2013`` is the code of the same matter in GB/T 30428.2-2013. Public ones are
    offered to residents. ``radius_m`` and ``window_days`` say what counts as near in space and
    time when duplicates are looked for.
    The id is derived from edition and code, so a catalogue loaded twice is the same.
    """

    id = id_column()
    standard = models.CharField(max_length=40)
    code = models.CharField(max_length=12)
    kind = choice_column(Kind.MATTER)
    class_code = models.CharField(max_length=4)
    class_name = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120, blank=True)
    public_name = models.CharField(max_length=60, blank=True, help_text="What residents call it.")
    pinyin = models.CharField(max_length=300, blank=True, help_text="Finds it by typing letters.")
    keywords = models.CharField(max_length=300, blank=True, help_text="Words residents use.")
    code_2013 = models.CharField(max_length=12, blank=True)
    is_public = models.BooleanField(default=False)
    radius_m = models.PositiveIntegerField(default=50)
    window_days = models.PositiveIntegerField(default=30)
    sureness = choice_column(Sure.SECOND_HAND)
    source = models.CharField(max_length=200, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("kind", Kind, "cases_category_kind"),
            one_of("sureness", Sure, "cases_category_sure"),
            models.UniqueConstraint("standard", "code", name="cases_category_once"),
        ]
        indexes = [
            # Choosing a category by class.
            models.Index("class_code", "code", name="cases_category_class")
        ]

    def __str__(self) -> str:
        return self.name


class Condition(models.Model):
    """A filing condition (立案条件) of a category with its limit and when it counts as done.

    A limit changes by a new row from a day on; the old one ends. ``unit_kind`` is the kind of unit
    responsible, a ``people.rules.UnitKind`` value, empty where the duty table alone decides.
    """

    id = id_column()
    category = models.ForeignKey(Category, models.PROTECT, related_name="conditions")
    name = models.CharField(max_length=60)
    filing = models.CharField(max_length=300, help_text="When it is filed (立案条件).")
    closing = models.CharField(max_length=300, help_text="When it is done (结案条件).")
    limit = models.DecimalField(max_digits=8, decimal_places=2)
    limit_unit = choice_column(LimitUnit.WORK_HOURS)
    severity = choice_column(Severity.GENERAL)
    is_default = models.BooleanField(default=False, help_text="Proposed first when filing.")
    most_extensions = models.PositiveSmallIntegerField(
        default=1, help_text="How often its limit may be extended (延时)."
    )
    unit_kind = models.CharField(max_length=24, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)
    sureness = choice_column(Sure.SECOND_HAND)
    source = models.CharField(max_length=200, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("limit_unit", LimitUnit, "cases_condition_unit"),
            one_of("severity", Severity, "cases_condition_severity"),
            one_of("sureness", Sure, "cases_condition_sure"),
            models.CheckConstraint(condition=models.Q(limit__gt=0), name="cases_condition_limit"),
            models.UniqueConstraint("category", "name", "since", name="cases_condition_once"),
        ]


class StageLimit(models.Model):
    """How long a stage of the office's own work may take, from a day on."""

    id = id_column()
    stage = choice_column()
    limit = models.DecimalField(max_digits=8, decimal_places=2)
    limit_unit = choice_column(LimitUnit.WORK_HOURS)
    sureness = choice_column(Sure.PROPOSED)
    source = models.CharField(max_length=200, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("stage", Timed, "cases_stagelimit_stage"),
            one_of("limit_unit", LimitUnit, "cases_stagelimit_unit"),
            one_of("sureness", Sure, "cases_stagelimit_sure"),
            models.CheckConstraint(condition=models.Q(limit__gt=0), name="cases_stagelimit_limit"),
            models.UniqueConstraint("stage", "since", name="cases_stagelimit_once"),
        ]


class OfficeHours(models.Model):
    """The working hours of a day, from a day on; ``spans`` is ``[["08:00","12:00"], …]``.

    They add up to eight hours, since 1 工作日 is 8 工作时.
    """

    id = id_column()
    spans = models.JSONField()
    since = models.DateField(unique=True)
    source = models.CharField(max_length=200, blank=True)


class CalendarDay(models.Model):
    """A day that isn't what its weekday says: a public holiday, or a made-up working day.

    A year is known when it has any row; limits that reach into a year without one are refused.
    """

    day = models.DateField(primary_key=True)
    is_working = models.BooleanField()
    name = models.CharField(max_length=40)
    source = models.CharField(max_length=200, blank=True)


class Duty(models.Model):
    """Who answers for which categories where and when (category × grid × time → unit).

    Empty ``category`` and ``class_code`` mean all; ``weekdays`` are ISO numbers as digits
    (``"1234567"``). The most exact row wins: longest region, then category, then class, then time.
    """

    id = id_column()
    region = models.CharField(max_length=15)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="duties")
    class_code = models.CharField(max_length=4, blank=True)
    weekdays = models.CharField(max_length=7, default="1234567")
    starts_at = models.TimeField(null=True)
    ends_at = models.TimeField(null=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="duties")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="cases_duty_order",
            ),
        ]
        indexes = [
            # The duty table of an area, and who is proposed for a case.
            models.Index("region", "id", name="cases_duty_region")
        ]

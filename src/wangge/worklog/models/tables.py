"""Tables of work done. A record is counted once, while confirmed, and never edited after that."""

from django.db import models

from wangge.kernel.columns import choice_column, id_column, one_of
from wangge.kernel.words import Qualifier
from wangge.people.models import Unit
from wangge.places.models import Place
from wangge.worklog.rules.measures import Section
from wangge.worklog.rules.records import Origin, State
from wangge.worklog.rules.sheets import ImportState


class Measure(models.Model):
    """One kind of work that is counted: a verb, an object, a unit. Versioned data.

    The code never changes its meaning: a changed definition is a new code, and ``until`` ends the
    old one. ``section`` groups measures as briefs do.
    """

    code = models.CharField(max_length=40, primary_key=True)
    verb = models.CharField(max_length=20)
    object = models.CharField(max_length=60)
    unit = models.CharField(max_length=12)
    name_en = models.CharField(max_length=80)
    pinyin = models.CharField(max_length=300, blank=True, help_text="Finds it by typing letters.")
    section = choice_column(Section.CLEANUP)
    since = models.DateField()
    until = models.DateField(null=True)
    source = models.CharField(max_length=160)

    class Meta:
        constraints = [
            one_of("section", Section, "worklog_measure_section"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="worklog_measure_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb}{self.object}"


class MeasureWording(models.Model):
    """Another way to write a measure. Learnt ones come from a person who mapped it once."""

    id = id_column()
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="wordings")
    verb = models.CharField(max_length=20, blank=True)
    object = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=12)
    factor = models.DecimalField(
        max_digits=12, decimal_places=6, default=1, help_text="Amounts are multiplied by it."
    )
    learnt = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(factor__gt=0), name="worklog_wording_factor"),
            # One wording means one measure: reading never has to choose.
            models.UniqueConstraint("verb", "object", "unit", name="worklog_wording_once"),
        ]


class Message(models.Model):
    """A text as it was sent, kept whole; the drafts read from it point back to it.

    ``reading`` is what was read on the day, as a list of figures; drafts name theirs by its offset.
    """

    id = id_column()
    text = models.TextField()
    sender = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="messages")
    region = models.CharField(max_length=15)
    sent_on = models.DateField()
    campaign = models.UUIDField(null=True)
    reading = models.JSONField(default=list)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, help_text="When nothing in it was left to do.")

    class Meta:
        indexes = [
            # The inbox of an area, newest first.
            models.Index("region", "id", name="worklog_message_region"),
            # What is left to do, and how much of it, in the bar on top.
            models.Index(
                "region",
                "id",
                name="worklog_message_waiting",
                condition=models.Q(settled_at__isnull=True),
            ),
        ]


class Record(models.Model):
    """An amount of one measure, at a place or in a region, over a span of days.

    ``amount`` is in the measure's unit and ``qualifier`` says how exact it is. ``campaign`` is a
    plain id, because campaigns stand above this domain. ``origin``/``origin_id`` name the message,
    sheet or task it came from. ``replaces`` is the voided record that it corrects.
    A reading whose measure is unknown keeps its words in ``read_*`` until a person maps it, and a
    ``cumulative`` one isn't counted until a person says how much of the running total is new.
    Once confirmed, the database itself lets nothing change but the way to voided.
    """

    id = id_column()
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, related_name="records", db_index=False
    )
    amount = models.DecimalField(max_digits=18, decimal_places=3)
    qualifier = choice_column(Qualifier.EXACT)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="records")
    region = models.CharField(max_length=15)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="records")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="The day the work counts for.")
    campaign = models.UUIDField(null=True)
    state = choice_column(State.DRAFT)
    origin = choice_column(Origin.FORM)
    origin_id = models.UUIDField(null=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    cumulative = models.BooleanField(default=False)
    remark = models.CharField(max_length=300, blank=True)
    void_reason = models.CharField(max_length=300, blank=True)
    read_verb = models.CharField(max_length=40, blank=True)
    read_object = models.CharField(max_length=120, blank=True)
    read_unit = models.CharField(max_length=24, blank=True)
    read_text = models.CharField(max_length=80, blank=True, help_text="The words it was read from.")
    read_start = models.PositiveIntegerField(null=True, help_text="Their offset in the message.")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("state", State, "worklog_record_state"),
            one_of("qualifier", Qualifier, "worklog_record_qualifier"),
            one_of("origin", Origin, "worklog_record_origin"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0), name="worklog_record_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="worklog_record_order"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.CONFIRMED.value) | models.Q(measure__isnull=False),
                name="worklog_record_measured",
            ),
        ]
        indexes = [
            # Every sum over a measure reads this index alone.
            models.Index(
                "measure",
                "campaign",
                "ends_on",
                "region",
                "qualifier",
                "amount",
                name="worklog_record_sum",
                condition=models.Q(state=State.CONFIRMED.value),
            ),
            # The list of an area by state, newest first.
            models.Index("state", "region", "id", name="worklog_record_list"),
            # The drafts of a message, the records of a task.
            models.Index("origin", "origin_id", "id", name="worklog_record_origin_ix"),
        ]


class Import(models.Model):
    """A sheet that was sent in: checked row by row, then taken whole or not at all.

    The file lies beside the evidence under its id. ``total`` and ``done`` count rows.
    """

    id = id_column()
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    region = models.CharField(max_length=15)
    campaign = models.UUIDField(null=True)
    confirm = models.BooleanField(default=False)
    state = choice_column(ImportState.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    faults = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True, help_text="Why it failed as a whole.")
    account = models.UUIDField(null=True)
    post = models.UUIDField(null=True)
    at = models.DateTimeField()
    beat_at = models.DateTimeField(help_text="When work on it was last seen.")

    class Meta:
        constraints = [
            one_of("state", ImportState, "worklog_import_state"),
            # The same file is taken once in an area; one that failed may be sent again.
            models.UniqueConstraint(
                "sha256",
                "region",
                name="worklog_import_once",
                condition=~models.Q(state__in=[ImportState.FAULTY.value, ImportState.FAILED.value]),
            ),
        ]
        indexes = [
            # The imports of an area, newest first.
            models.Index("region", "id", name="worklog_import_region")
        ]

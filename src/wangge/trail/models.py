"""Tables of the trail. Of an entry only ``seal`` and ``delivered_at`` are ever set later."""

from django.conf import settings
from django.db import models

from wangge.kernel.columns import choice_column, id_column, one_of
from wangge.outside.messages import Channel
from wangge.trail.rules import Stage
from wangge.trail.rules.notices import ParcelState, Rhythm


class Seal(models.Model):
    """One link of the chain: a digest over a batch of entries and the link before."""

    number = models.PositiveBigIntegerField(primary_key=True)
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    entries = models.PositiveIntegerField()
    at = models.DateTimeField()


class Entry(models.Model):
    """One action that happened. Its id is the action's id, so repeating the action finds it.

    ``action`` is ``domain.verb``; ``kind``/``subject`` name the thing acted on; ``region`` is its
    code, by which who may read the entry is decided.
    """

    id = id_column()
    action = models.CharField(max_length=48)
    kind = models.CharField(max_length=48)
    subject = models.UUIDField()
    region = models.CharField(max_length=15, blank=True)
    data = models.JSONField(default=dict)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    post = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=60)
    actor_title = models.CharField(max_length=80)
    at = models.DateTimeField()
    seal = models.ForeignKey(Seal, models.PROTECT, null=True, db_index=False)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # The timeline on each page.
            models.Index("kind", "subject", "id", name="trail_entry_subject"),
            # The journal of the whole subdistrict, newest first.
            models.Index("at", "id", name="trail_entry_at"),
            # The journal of a small area.
            models.Index("region", "at", "id", name="trail_entry_region"),
            # The worker's queue of what reactions have not seen.
            models.Index(
                "id", name="trail_entry_outbox", condition=models.Q(delivered_at__isnull=True)
            ),
            # The sealer's queue.
            models.Index("id", name="trail_entry_unsealed", condition=models.Q(seal__isnull=True)),
            # Opening a seal to the entries under it.
            models.Index("seal", "id", name="trail_entry_seal"),
        ]


class Delivery(models.Model):
    """An entry that a reaction failed on, until it succeeds. The entry itself never changes."""

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="delivery")
    attempts = models.PositiveIntegerField()
    next_at = models.DateTimeField()
    error = models.CharField(max_length=200)


class Evidence(models.Model):
    """A photo or document that proves something. The file is named by its content's hash."""

    id = id_column()
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    region = models.CharField(max_length=15, blank=True)
    taken_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            # The sweep asks which files on disk no row names.
            models.Index("sha256", name="trail_evidence_sha256")
        ]


class EvidencePosition(models.Model):
    """Where a photo was taken, kept apart from the photo, and only where evidence needs it."""

    evidence = models.OneToOneField(Evidence, models.CASCADE, primary_key=True)
    lng = models.FloatField()
    lat = models.FloatField()


class Proof(models.Model):
    """A piece of evidence shown for a thing, at a stage of the work."""

    id = id_column()
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="proofs")
    kind = models.CharField(max_length=48)
    subject = models.UUIDField()
    stage = choice_column(Stage.OTHER)

    class Meta:
        constraints = [
            one_of("stage", Stage, "trail_proof_stage"),
            models.UniqueConstraint(
                "evidence", "kind", "subject", "stage", name="trail_proof_once"
            ),
        ]
        indexes = [
            # The photos on each page of a thing.
            models.Index("kind", "subject", "id", name="trail_proof_subject")
        ]


class Notice(models.Model):
    """Something that happened, told to somebody on the page; ``said`` is translated when read."""

    id = id_column()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entry = models.UUIDField(help_text="The trail's entry that it tells of.")
    kind = models.CharField(max_length=48)
    subject = models.UUIDField()
    said = models.CharField(max_length=300, help_text="The untranslated sentence.")
    params = models.JSONField(default=dict)
    urgent = models.BooleanField(default=False)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Delivering an entry twice tells it once.
            models.UniqueConstraint("account", "entry", name="trail_notice_once")
        ]
        indexes = [
            # One's own notices, newest first.
            models.Index("account", "id", name="trail_notice_account"),
            # The number beside the bell.
            models.Index(
                "account", name="trail_notice_unread", condition=models.Q(read_at__isnull=True)
            ),
        ]


class Reach(models.Model):
    """How somebody wants to be reached outside the page. The address is kept encrypted."""

    id = id_column()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    channel = choice_column()
    address = models.CharField(max_length=600)
    rhythm = choice_column(Rhythm.AT_ONCE)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("channel", Channel, "trail_reach_channel"),
            one_of("rhythm", Rhythm, "trail_reach_rhythm"),
            models.UniqueConstraint("account", "channel", name="trail_reach_once"),
        ]


class Parcel(models.Model):
    """A sentence on its way out through a channel. Its id follows from entry and receiver.

    ``group`` is what goes out in one message together: the receiver's own key. ``address`` is kept
    encrypted, and emptied once the message is sent.
    """

    id = id_column()
    entry = models.UUIDField()
    channel = choice_column()
    group = models.UUIDField()
    address = models.CharField(max_length=600)
    language = models.CharField(max_length=12, blank=True)
    said = models.CharField(max_length=300)
    params = models.JSONField(default=dict)
    path = models.CharField(max_length=300, blank=True)
    state = choice_column(ParcelState.WAITING)
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("channel", Channel, "trail_parcel_channel"),
            one_of("state", ParcelState, "trail_parcel_state"),
        ]
        indexes = [
            # The sender's queue.
            models.Index("state", "due_at", "id", name="trail_parcel_queue")
        ]

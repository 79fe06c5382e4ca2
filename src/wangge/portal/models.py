"""The one table of the portal: how often an address came, so that a flood can be held off."""

from django.db import models


class Visit(models.Model):
    """How often an address came to a gate within an hour or minute.

    ``key`` is a keyed hash of address, gate and day (``rules.visitor``); the address itself is kept
    nowhere. Rows go after two days.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=64)
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("key", "since", name="portal_visit_once")]
        indexes = [
            # The sweep of what is older than two days.
            models.Index("since", name="portal_visit_since")
        ]

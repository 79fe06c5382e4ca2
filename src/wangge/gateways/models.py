"""Tables of the gateways: which programs may send reports."""

from django.db import models

from wangge.kernel.columns import id_column


class ClientKey(models.Model):
    """A key that a client program sends with its reports, kept only as its SHA-256.

    ``region`` is a code prefix: reports from elsewhere are refused; empty for the whole
    installation. It holds from ``since`` until just before ``until``. A key that may not report
    is shut for the time being. ``name`` stands in the trail as who reported.
    """

    id = id_column()
    name = models.CharField(max_length=40, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    region = models.CharField(max_length=15, blank=True)
    may_report = models.BooleanField(default=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="gateways_key_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

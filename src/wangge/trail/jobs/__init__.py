"""Clockwork of the trail: handing entries on, sealing them, sweeping files, sending messages."""

from wangge.trail.jobs.outbox import Delivered, deliver, seal_entries, sweep_orphans
from wangge.trail.jobs.parcels import SentOut, retry_failed, send_parcels

__all__ = [
    "Delivered",
    "SentOut",
    "deliver",
    "retry_failed",
    "seal_entries",
    "send_parcels",
    "sweep_orphans",
]

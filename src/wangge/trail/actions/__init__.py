"""The one way to change anything, and the trail's own actions: keeping and showing evidence."""

from wangge.trail.actions.evidence import keep_evidence, prove
from wangge.trail.actions.idiom import action

__all__ = ["action", "keep_evidence", "prove"]

"""Tables of work done, and the database's own guard over confirmed records."""

from wangge.worklog.models.guard import install_guard
from wangge.worklog.models.tables import Import, Measure, MeasureWording, Message, Record

__all__ = ["Import", "Measure", "MeasureWording", "Message", "Record", "install_guard"]

"""Reading figures out of free Chinese reports. See docs/domains/reading.md."""

from .jsonl import read_jsonl
from .message import read_message
from .model import ReadFigure, Role

__all__ = ["ReadFigure", "Role", "read_jsonl", "read_message"]

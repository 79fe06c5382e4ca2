"""The commander's board: one programme in one week, for somebody, at a glance."""

from wangge.insight.boards.board import Board, Week, WeekPoint, board
from wangge.insight.boards.map import board_map

__all__ = ["Board", "Week", "WeekPoint", "board", "board_map"]

"""Sheets that people send in and get back: XLSX and CSV in behind a guard, XLSX out."""

from wangge.kernel.sheets.columns import Column, Fault, Kind, Line, parse
from wangge.kernel.sheets.guard import Limits, check_file
from wangge.kernel.sheets.reading import Sheet, read_table
from wangge.kernel.sheets.writing import write_returned, write_table, write_template

__all__ = [
    "Column",
    "Fault",
    "Kind",
    "Limits",
    "Line",
    "Sheet",
    "check_file",
    "parse",
    "read_table",
    "write_returned",
    "write_table",
    "write_template",
]

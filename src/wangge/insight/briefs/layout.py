"""Measures of the page, in the manner of GB/T 9704-2012, shared by DOCX and PDF.

The figures are second-hand: read in several projects' notes on the standard, not in the standard
itself. Margins and 22 lines of 28 characters are as the office's users expect them.
"""

from pathlib import Path

PAGE_MM = (210.0, 297.0)
TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 37.0, 35.0, 28.0, 26.0
LINES, CHARACTERS = 22, 28
BODY_PT, TITLE_PT, SMALL_PT = 16.0, 22.0, 14.0
"""3号, 2号 and 4号."""

POINT_MM = 25.4 / 72
WIDTH_PT = (PAGE_MM[0] - LEFT_MM - RIGHT_MM) / POINT_MM
HEIGHT_PT = (PAGE_MM[1] - TOP_MM - BOTTOM_MM) / POINT_MM
PITCH_PT = HEIGHT_PT / LINES
"""Distance of lines: 225 mm in 22 lines, 28.99 pt."""

TRACKING_PT = WIDTH_PT / CHARACTERS - BODY_PT
"""28 characters of 16 pt are 2 mm wider than the line: each stands a fifth of a point closer."""

SONG, BODY, HEI, KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
"""The fonts that offices have; named in the DOCX, never embedded."""

WHOLE_ROWS = 14
"""A table of at most so many rows isn't divided between pages."""

PARTS = "分区域数值（口径、日期同上，筛选范围为各区域）"
"""What stands over the annex's second table."""

FONTS = Path(__file__).resolve().parents[1] / "fonts"
"""Free fonts that stand in for them in the PDF and in charts."""

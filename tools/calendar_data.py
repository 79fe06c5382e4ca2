"""Write the package's working calendar from two libraries that must agree on every day.

``holidays`` and ``chinesecalendar`` both transcribe the State Council's yearly notices, apart from
each other. The file is written only when they agree; ``--check`` compares it with what is there.
Run once a year, when both know the new notice, in an environment of its own with the extra
``calendar``: ``python tools/calendar_data.py``.
"""

import csv
import io
import sys
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

import chinese_calendar
import holidays
from chinese_calendar.constants import holidays as named
from chinese_calendar.constants import workdays as made_up

FILE = Path(__file__).resolve().parents[1] / "src/wangge/cases/data/calendar.csv"
YEARS = range(2019, 2027)


def main() -> int:
    """Compare the libraries day by day, then write or check the file."""
    other = holidays.country_holidays("CN", years=YEARS)
    differing = [
        day for day in days() if chinese_calendar.is_workday(day) != other.is_working_day(day)
    ]
    if differing:
        print("the libraries disagree:", *differing)
        return 1
    text = written()
    if "--check" in sys.argv:
        return 0 if FILE.read_text(encoding="utf-8") == text else 1
    FILE.write_text(text, encoding="utf-8")
    return 0


def days() -> list[date]:
    """Every day of the years that are written."""
    first, last = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def written() -> str:
    """The file: each day of a public holiday, weekends within it too, and each made-up day."""
    source = (
        f"国务院办公厅节假日安排，chinesecalendar {version('chinesecalendar')} 与 "
        f"holidays {version('holidays')} 两个库的转录一致"
    )
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["day", "is_working", "name", "sureness", "source"])
    for day in days():
        if day in made_up:
            name = chinese_calendar.Holiday(made_up[day]).chinese + "调休上班"
            rows.writerow([day, 1, name, "second_hand", source])
        elif day in named:
            rows.writerow(
                [day, 0, chinese_calendar.Holiday(named[day]).chinese, "second_hand", source]
            )
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())

"""Which period a figure speaks of, by the words beside it.

截至 marks cumulative even where a date stands beside it; 共 alone does not; a clause of its own may
name another period than its sentence; a sentence without a marker inherits the one before.
"""

import re

CUMULATIVE = re.compile(
    r"截[至止]|至今|累计|今年以来|以来|连日来|目前[,共已]|目前为止|目前|至\d+月\d+日|近年来|自\d"
)
EVENT = re.compile(
    r"[此本该]次|当天|当日|当晚|活动中|行动中|检查中|整治中|活动当[天日]|集中整治|期间|活动现场|行动共"
)
MONTH = re.compile(r"\d{1,2}月份|[本上当]月|全月|[一二三四五六七八九十]月份|上半月|下半月")
WEEK = re.compile(r"[本上这]周|一周|本星期|周末")
YEAR = re.compile(r"全年|\d{4}年(?!\d|以来|来)(?! ?\d{1,2} ?月)|去年|上半年|下半年|本年度|今年")
SPAN = re.compile(
    r"\d{1,2}月(?:\d{1,2}日)? ?(?:至|-|~|—|到) ?(?:\d{1,2}月)?\d{1,2}(?:日|月)"
    r"|\d{1,2}-\d{1,2}[月日]|[一二三四]季度|春节期间|假期|阶段"
)
DAY = re.compile(
    r"\d{1,2}月\d{1,2}日|(?<!\d)\d{1,2}日|今[日天]|昨[日天]|全天|每[天日]|日均|日(?=拉运|产|清运|处理)"
)

ORDER = (
    (CUMULATIVE, "cumulative"),
    (EVENT, "event"),
    (SPAN, "period"),
    (MONTH, "month"),
    (WEEK, "week"),
    (DAY, "day"),
    (YEAR, "year"),
)


WEAKER = {"event", "period", "year"}
"""What doesn't override 截至 or 累计 said earlier in the same sentence."""


def period_of(text: str) -> str | None:
    """The period named in a stretch of text, or None."""
    return next((name for pattern, name in ORDER if pattern.search(text)), None)


def follows(said: str | None, now: str | None) -> str | None:
    """The period in force once a clause has said ``now``."""
    if now is None or (said == "cumulative" and now in WEAKER):
        return said
    return now

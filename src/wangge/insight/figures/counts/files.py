"""Counts of files: filed, voided, dispatched."""

from wangge.cases.rules import Source, Stage
from wangge.insight.figures.counts.model import RESIDENTS, Count, in_time, is_filed, is_kept
from wangge.insight.figures.model import Words

FILINGS = (
    Count(
        "filed",
        Words("立案数", "Filed"),
        Words(
            "已立案的案件，含作废，不含并入他案的和已拆分的。",
            "Cases on file, voided ones too; not those merged into others or split.",
        ),
        "filed_at",
        is_filed,
        by="filed_by",
    ),
    Count(
        "kept",
        Words("有效立案数", "Filed and kept"),
        Words("立案数减作废数，也是应派遣数。", "Filed less voided; these are to be dispatched."),
        "filed_at",
        is_kept,
        by="filed_by",
        inside="filed",
    ),
    Count(
        "void",
        Words("作废数", "Voided"),
        Words("立案后经批准作废的。", "Filed, then voided with approval."),
        "filed_at",
        lambda t: is_filed(t) & (t.state == Stage.VOID.value),
        by="filed_by",
        inside="filed",
    ),
    Count(
        "in_time_filed",
        Words("按时立案数", "Filed in time"),
        Words("在受理时限内立案的。", "Filed within the limit of accepting."),
        "filed_at",
        lambda t: is_filed(t) & in_time(t, "filed_at", "accept_due_at"),
        by="filed_by",
        inside="filed",
    ),
    Count(
        "patrol_filed",
        Words("监督举报立案数", "Filed from patrols"),
        Words("立案中由巡查上报的。", "Filed cases that patrols reported."),
        "filed_at",
        lambda t: is_filed(t) & (t.source == Source.PATROL.value),
        inside="filed",
    ),
    Count(
        "public_filed",
        Words("公众举报立案数", "Filed from residents"),
        Words(
            "立案中由居民上报的，含热线、Open311。",
            "Filed cases that residents reported, by any way.",
        ),
        "filed_at",
        lambda t: is_filed(t) & t.source.isin(list(RESIDENTS)),
        inside="filed",
    ),
    Count(
        "missed",
        Words("漏报数", "Missed by patrols"),
        Words(
            "居民上报、经监督员现场核实属实并立案的：应由巡查先发现。",
            "Filed from residents and found true on the spot: patrols should have found them.",
        ),
        "filed_at",
        lambda t: is_filed(t) & t.source.isin(list(RESIDENTS)) & (t.found == 1),
        by="confirmed_by",
        inside="public_filed",
    ),
    Count(
        "recurring",
        Words("复发案件数", "Recurring"),
        Words(
            "立案时同一地点有不久前结案的同类案件（屡治屡犯）。",
            "Filed at a spot where the same problem was closed not long before.",
        ),
        "filed_at",
        lambda t: is_filed(t) & t.recurs.notnull(),
        inside="filed",
    ),
    Count(
        "dispatched",
        Words("派遣数", "Dispatched"),
        Words("已派遣的有效案件。", "Kept cases that were dispatched."),
        "dispatched_at",
        lambda t: is_kept(t) & t.dispatched_at.notnull(),
        by="dispatched_by",
        inside="kept",
    ),
    Count(
        "in_time_dispatched",
        Words("按时派遣数", "Dispatched in time"),
        Words("在派遣时限内派遣的。", "Dispatched within the limit."),
        "dispatched_at",
        lambda t: is_kept(t) & in_time(t, "dispatched_at", "dispatch_due_at"),
        by="dispatched_by",
        inside="dispatched",
    ),
    Count(
        "accurate_dispatched",
        Words("准确派遣数", "Dispatched rightly"),
        Words("已派遣且从未回退改派的。", "Dispatched and never returned by the unit."),
        "dispatched_at",
        lambda t: is_kept(t) & t.dispatched_at.notnull() & (t.returns == 0),
        by="dispatched_by",
        inside="dispatched",
    ),
    Count(
        "dispatched_without_rework",
        Words("准确派遣数（减返工）", "Dispatched, never reworked"),
        Words("已派遣且未返工的。", "Dispatched and never back as rework."),
        "dispatched_at",
        lambda t: is_kept(t) & t.dispatched_at.notnull() & (t.reworks == 0),
        by="dispatched_by",
        inside="dispatched",
    ),
)

"""Counts of reports and of looks on the spot before a file is made, and of call-backs."""

from wangge.cases.rules import Resolution, Satisfaction, Source, Stage
from wangge.insight.figures.counts.model import RESIDENTS, Count, in_time, is_asked, sent_by
from wangge.insight.figures.model import Words

REPORTS = (
    Count(
        "report",
        Words("上报数", "Reports"),
        Words(
            "全部上报（拆分出的子案件不另计）。",
            "All reports; parts of a split case aren't counted again.",
        ),
        "reported_at",
        lambda t: t.parent.isnull(),
        by="reporter",
    ),
    Count(
        "accepted",
        Words("上报后立案数", "Reports put on file"),
        Words(
            "上报中已立案的，含并案、拆分前已立案的。",
            "Reports that were filed, those merged or split later included.",
        ),
        "filed_at",
        lambda t: t.parent.isnull() & t.filed_at.notnull(),
        inside="report",
    ),
    Count(
        "patrol_report",
        Words("监督员上报数", "Patrol reports"),
        Words("巡查上报的案件。", "Cases that patrols reported."),
        "reported_at",
        lambda t: sent_by(t, Source.PATROL.value),
        by="reporter",
        inside="report",
    ),
    Count(
        "valid_report",
        Words("有效上报数", "Valid reports"),
        Words(
            "巡查上报中已立案（含立案后作废），或自处理并核查通过的。",
            "Patrol reports that were filed, or settled on the spot and verified.",
        ),
        "reported_at",
        lambda t: (
            sent_by(t, Source.PATROL.value)
            & (t.filed_at.notnull() | (t.state == Stage.CLOSED.value))
        ),
        by="reporter",
        inside="patrol_report",
    ),
    Count(
        "valid_report_filed",
        Words("有效上报数（仅立案）", "Valid reports (filed)"),
        Words(
            "巡查上报中已立案（含立案后作废）的。",
            "Patrol reports that were filed, later voided ones too.",
        ),
        "reported_at",
        lambda t: sent_by(t, Source.PATROL.value) & t.filed_at.notnull(),
        by="reporter",
        inside="valid_report",
    ),
    Count(
        "patrol_or_public",
        Words("监督与公众举报数", "Reports of patrols and residents"),
        Words(
            "巡查和居民（含热线、Open311）上报的案件。",
            "Cases that patrols or residents reported, by any way.",
        ),
        "reported_at",
        lambda t: sent_by(t, Source.PATROL.value, *RESIDENTS),
        inside="report",
    ),
    Count(
        "need_confirm",
        Words("应核实数", "To confirm"),
        Words("派监督员现场核实的。", "Cases sent to be confirmed on the spot."),
        "confirm_asked_at",
        lambda t: t.confirm_asked_at.notnull(),
    ),
    Count(
        "confirm",
        Words("核实数", "Confirmed"),
        Words("应核实中已核实的。", "Those of them that were looked at."),
        "confirmed_at",
        lambda t: t.confirm_asked_at.notnull() & t.confirmed_at.notnull(),
        by="confirmed_by",
        inside="need_confirm",
    ),
    Count(
        "in_time_confirm",
        Words("按时核实数", "Confirmed in time"),
        Words("在核实时限内核实的。", "Looked at within the limit."),
        "confirmed_at",
        lambda t: t.confirm_asked_at.notnull() & in_time(t, "confirmed_at", "confirm_due_at"),
        by="confirmed_by",
        inside="confirm",
    ),
    Count(
        "self_closed",
        Words("自处理数", "Settled on the spot"),
        Words(
            "自行处理并核查通过、未立案的。",
            "Settled by who found it and verified, without a file.",
        ),
        "closed_at",
        lambda t: t.filed_at.isnull() & (t.state == Stage.CLOSED.value),
        by="reporter",
    ),
)


CALLS = (
    Count(
        "need_contact",
        Words("应回访数", "To be called back"),
        Words("居民上报、已结案或不予受理的。", "Reported by residents and closed or refused."),
        "closed_at",
        is_asked,
    ),
    Count(
        "contacted",
        Words("已联系数", "Called back"),
        Words("应回访中已联系上报人的。", "Those whose reporter was spoken to."),
        "contacted_at",
        lambda t: is_asked(t) & t.contacted_at.notnull(),
        inside="need_contact",
    ),
    Count(
        "asked_solved",
        Words("有效回访数（解决）", "Said whether solved"),
        Words("上报人答复是否解决的。", "The reporter said whether it is solved."),
        "closed_at",
        lambda t: is_asked(t) & (t.resolution != ""),
        inside="need_contact",
    ),
    Count(
        "solved",
        Words("已解决数", "Solved"),
        Words("上报人答复已解决的。", "The reporter said that it is solved."),
        "closed_at",
        lambda t: is_asked(t) & (t.resolution == Resolution.SOLVED.value),
        inside="asked_solved",
    ),
    Count(
        "asked_content",
        Words("有效回访数（满意）", "Said whether content"),
        Words("上报人答复是否满意的。", "The reporter said how content they are."),
        "closed_at",
        lambda t: is_asked(t) & (t.satisfaction != ""),
        inside="need_contact",
    ),
    Count(
        "content_or_fairly",
        Words("满意和基本满意数", "Content or fairly content"),
        Words("上报人答复满意或基本满意的。", "The reporter is content or fairly content."),
        "closed_at",
        lambda t: (
            is_asked(t)
            & t.satisfaction.isin([Satisfaction.CONTENT.value, Satisfaction.FAIRLY.value])
        ),
        inside="asked_content",
    ),
    Count(
        "content",
        Words("满意数", "Content"),
        Words("上报人答复满意的。", "The reporter is content."),
        "closed_at",
        lambda t: is_asked(t) & (t.satisfaction == Satisfaction.CONTENT.value),
        inside="content_or_fairly",
    ),
)

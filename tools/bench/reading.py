"""Reading messages: sentences per second in one process."""

import time

SENTENCES = (
    "今日清理小广告35张,清运垃圾2吨,出动志愿者20人次。",
    "截至目前,我街道共清理乱堆乱放废弃物300余吨,清理铲除小广告10000余条,拆除违规户外广告牌100余个。",
    "8月31日,普吉社区组织党员干部、志愿者等40余人次,出动清运车8辆,清理卫生死角12处,清运建筑垃圾约3.5吨。",
    "本周共排查九小场所126家,发现隐患38处,现场整改31处,下发整改通知书7份,整改率达81.6%。",
    "明天计划修补路面5处,补植绿植200棵,联系电话0871-12345678。",
    "发放宣传资料1.2万余份,张贴海报一百二十张,悬挂横幅十余条,受教育群众两千多人次。",
)
"""Made up, in the manner of what communities send; lengths from 25 to 60 characters."""


def run() -> list[tuple[str, str]]:
    """Read for about two seconds."""
    from wangge.worklog.rules.reading import read_message

    figures = sum(len(read_message(sentence)) for sentence in SENTENCES)
    started, read = time.perf_counter(), 0
    while (seconds := time.perf_counter() - started) < 2:
        for sentence in SENTENCES:
            read_message(sentence)
        read += len(SENTENCES)
    return [
        ("messages read, in sentences per second", f"{read / seconds:,.0f}"),
        ("figures per second", f"{read / len(SENTENCES) * figures / seconds:,.0f}"),
    ]

"""What is read from one sentence, rule by rule. All sentences are made up."""

import json

import pytest

from wangge.kernel.words import Qualifier
from wangge.worklog.rules.reading import ReadFigure, read_jsonl, read_message


def read(text: str) -> list[ReadFigure]:
    return read_message(text)


def brief(text: str) -> list[tuple[str | None, str | None, float, str]]:
    return [(f.verb, f.object, float(f.amount), f.unit) for f in read(text)]


@pytest.mark.parametrize(
    ("text", "amount", "unit", "approx"),
    [
        ("清运垃圾12吨", 12, "吨", False),
        ("清运垃圾12吨", 12, "吨", False),
        ("清运垃圾 12 吨", 12, "吨", False),
        ("清理小广告10000余条", 10000, "条", True),
        ("清理小广告1万余条", 10000, "条", True),
        ("清理小广告1.2万条", 12000, "条", False),
        ("走访居民1万6千余户", 16000, "户", True),
        ("发放宣传单12,300份", 12300, "份", False),
        ("粉刷墙面30余万平米", 300000, "平米", True),
        ("发放宣传单百二十份", 120, "份", False),
        ("清理楼道杂物十余处", 10, "处", True),
        ("出动志愿者百余名", 100, "名", True),
        ("清运垃圾三百多吨", 300, "吨", True),
        ("修补路面近一万五千米", 15000, "米", True),
        ("清运垃圾两车半", 2.5, "车", False),
        ("筹集资金约200万元", 2000000, "元", True),
        ("投入资金1.5亿元", 150000000, "元", False),
        ("清理沟渠152千米", 152, "千米", False),
        ("清运垃圾5.4余吨", 5.4, "吨", True),
        ("发放口罩逾500只", 500, "只", True),
        ("发放口罩500只左右", 500, "只", True),
        ("出动车辆5辆以上", 5, "辆", True),
        ("检查门店约近300家", 300, "家", True),
        ("出动志愿者60人(次)", 60, "人(次)", False),
        ("大约发放了宣传单300份", 300, "份", True),
    ],
)
def test_numbers(text: str, amount: float, unit: str, approx: bool) -> None:
    figure = read(text)[0]
    assert (float(figure.amount), figure.unit, figure.approx) == (amount, unit, approx)


def test_a_range_keeps_both_ends() -> None:
    figure = read("每日巡查发现问题3-5处")[0]
    assert (figure.amount, figure.amount_max) == (3, 5)
    assert figure.as_json()["amount_max"] == 5


def test_over_and_about_are_told_apart() -> None:
    assert read("清运垃圾30余吨")[0].qualifier is Qualifier.OVER
    assert read("清运垃圾约30吨")[0].qualifier is Qualifier.ABOUT
    assert read("清运垃圾30吨")[0].qualifier is Qualifier.EXACT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("清运垃圾12吨、杂物8车,落叶3吨", [("清运", "垃圾"), ("清运", "杂物"), ("清运", "落叶")]),
        ("出动8辆清运车", [("出动", "清运车")]),
        ("出动60余人次", [("出动", None)]),
        ("现场整改5处", [("整改", None)]),
        ("40余名志愿者参与", [("参与", "志愿者")]),
        ("对30家门店进行检查", [("检查", "门店")]),
        ("对3处违建依法进行了拆除", [("拆除", "违建")]),
        ("200辆单车被清理", [("清理", "单车")]),
        ("劝导占道经营、流动摊35起", [("劝导", "占道经营、流动摊")]),
        ("清理各类“小广告”300条", [("清理", "小广告")]),
        ("下发整改通知书12份", [("下发", "整改通知书")]),
        ("发现私拉电线、堵塞通道等隐患9处", [("发现", "隐患")]),
        ("组织志愿者清理垃圾3吨", [("清理", "垃圾")]),
        ("向沿街商户发放宣传资料,共计500份", [("发放", "宣传资料")]),
        ("拆除违建5宗120平方米", [("拆除", "违建"), ("拆除", "违建")]),
        ("一般隐患9条;求助类40件", [(None, "一般隐患"), (None, "求助类")]),
        ("办结率达98%", [(None, "办结率")]),
        ("清运杂物6车次、临聘工人8人次", [("清运", "杂物"), (None, "临聘工人")]),
        ("出动人员30人次、清运车辆5辆", [("出动", "人员"), ("出动", "清运车辆")]),
        ("赞成加装电梯的有31户", [("赞成", "加装电梯")]),
        ("更换灯泡3只,拦检三轮车5辆", [("更换", "灯泡"), ("拦检", "三轮车")]),
        (
            "取缔6家占道摊位、3家乱挂条幅店铺",
            [("取缔", "占道摊位"), ("取缔", "乱挂条幅店铺")],
        ),
        ("取缔未经审批摊位9个", [("取缔", "未经审批摊位")]),
        ("分发给独居老人18位", [("分发", "独居老人")]),
        ("将4处违建、12平方米雨棚进行拆除", [("拆除", "违建"), ("拆除", "雨棚")]),
        ("发放《致居民的信》等300份", [("发放", "致居民的信")]),
        ("下达整改单16张次", [("下达", "整改单")]),
        ("对9个建设工地进行检查", [("检查", "建设工地")]),
        ("建设具有投放、收集功能的垃圾亭5座", [("建设", "垃圾亭")]),
        ("30名消防员出枪灭火", [("出枪灭火", "消防员")]),
        ("25户商户自动撤离", [("撤离", "商户")]),
        ("清理东新路落叶16包", [("清理", "落叶")]),
        ("求决类78件、咨询类26件", [(None, "求决类"), (None, "咨询类")]),
        ("查封、扣押、冻结现金17万元", [("冻结", "现金")]),
        ("400件逾期物品被集中销毁", [("销毁", "逾期物品")]),
        ("完成27户居民的入户检查", [("完成", "入户检查")]),
        ("组织18人次,突击检查作坊7家", [("组织", None), ("检查", "作坊")]),
        ("推荐上岗90人", [("推荐上岗", None)]),
        (
            "配备垃圾清运车3辆、垃圾收集桶(箱)40个",
            [("配备", "垃圾清运车"), ("配备", "垃圾收集桶(箱)")],
        ),
    ],
)
def test_verb_and_object(text: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert [(figure.verb, figure.object) for figure in read(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "7月7日至14日,9时30分开始",
        "2021年3月,历时3个小时",
        "每周开展2次巡查",
        "为80岁以上老人服务",
        "新砌一段长12米宽2米的花坛",
        "第六届、第二批、第3次会议",
        "拨打12345热线或0871-65432100",
        "建设路15号院3栋2单元",
        "依据〔2016〕3号文件",
        "数十名、十几处、多处、每户",
        "落实门前三包、四不两直、一户一策",
        "种下百日红",
        "未发生一起事故",
        "1、加强宣传 2、加强巡查",
        "十项专项整治行动",
        "同比、环比均有下降",
        "三天两头往工地跑",
        "片区东西长600米",
        "经过两个晚上的整治",
    ],
)
def test_traps_hold_no_figure(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("受理投诉20件,其中噪音类12件、油烟类8件", ["main", "part", "part"]),
        ("化解纠纷9件(其中邻里纠纷6件)", ["main", "part"]),
        ("在8个社区开展宣传活动20场", ["scope", "main"]),
        ("下一步,将新增停车位60个", ["plan"]),
        ("应办结9件,办结9件", ["plan", "main"]),
        ("计划拆除12处,目前已拆除5处", ["plan", "main"]),
        ("每户发放补助200元,共计3万元", ["rate", "main"]),
        ("受理投诉20件,同比下降12%", ["main", "change"]),
        ("创建了15个文明路口、2条示范路段", ["main", "main"]),
        ("清理垃圾3吨。责任编辑:方某 要闻 全国产粮9亿吨", ["main", "foreign"]),
        ("目标人群接种率88%", ["main"]),
        ("清理垃圾3吨\n相关阅读\n某市清运垃圾900吨", ["main", "foreign"]),
    ],
)
def test_roles(text: str, roles: list[str]) -> None:
    assert [figure.role.value for figure in read(text)] == roles


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("截至7月7日,清运垃圾12吨", "cumulative"),
        ("本次行动清运垃圾12吨", "event"),
        ("7月7日,清运垃圾12吨", "day"),
        ("本周清运垃圾12吨", "week"),
        ("6月份清运垃圾12吨", "month"),
        ("共清运垃圾12吨", None),
    ],
)
def test_period(text: str, period: str | None) -> None:
    assert read(text)[0].period == period


def test_a_sentence_without_marker_inherits_the_period() -> None:
    assert read("截至目前,清运垃圾12吨。发放传单30份。")[1].period == "cumulative"


def test_the_place_holds_until_the_next() -> None:
    figures = read("东风街道清运垃圾12吨,清理小广告30条;南屏街道清运垃圾5吨。")
    assert [figure.place for figure in figures] == ["东风街道", "东风街道", "南屏街道"]


def test_surface_and_start_are_the_exact_span() -> None:
    text = "今日,清运垃圾 12 余吨。"
    figure = read(text)[0]
    assert text[figure.start : figure.start + len(figure.surface)] == figure.surface == "12 余吨"


def test_jsonl_answers_every_line_and_goes_on() -> None:
    lines = [
        json.dumps({"id": "a", "text": "清运垃圾12吨"}),
        "not json",
        json.dumps({"id": "b"}),
        "[1]",
        json.dumps({"id": "c", "text": "拆除违建3处"}),
    ]
    answers = [json.loads(line) for line in read_jsonl(lines)]
    assert [answer["id"] for answer in answers] == ["a", None, "b", None, "c"]
    assert ["error" in answer for answer in answers] == [False, True, True, True, False]
    assert answers[0]["figures"][0] == {
        "verb": "清运",
        "object": "垃圾",
        "amount": 12,
        "unit": "吨",
        "approx": False,
        "role": "main",
        "surface": "12吨",
        "start": 4,
        "period": None,
        "place": None,
    }

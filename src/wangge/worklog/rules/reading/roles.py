"""What a figure says: result, part, scope, plan, rate, change, foreign.

The markers are those of the specification's conventions; a plan reported as done is the worst
mistake, so planning words win over everything but another article's figures.
"""

import re

from . import lexicon_nouns as nouns
from .model import Role
from .numbers import Number

BOILERPLATE = re.compile(
    r"(?m)(?:^|[\s)】|])[\[【]?(?:推荐阅读|相关阅读|延伸阅读|相关新闻|相关链接|相关推荐|相关报道|热点新闻|热门推荐"
    r"|更多新闻|精彩推荐|为您推荐|猜你喜欢|上一[篇条]|下一[篇条])(?=[::\s】\]]|$)|^\s*要闻\s*$"
    r"|(?:责任编辑|责编|编辑)[::][^\n]{1,12}\s(?:要闻|热点|头条|推荐|滚动|国内|图集)"
)
"""Headings behind which a pasted page holds other articles."""

ELSEWHERE = re.compile(
    r"据[^,。]{0,12}(?:省|国家|全国)[^,。]{0,16}(?:委员会|卫健委|部|局|厅)[^,。]{0,6}(?:通报|消息|发布|介绍)"
)
"""A bulletin of a province or the state is no report of a subdistrict."""

FUTURE = (
    "继续|持续|陆续|于|会|再|开展|新增|新建|建|完成|实施|组织|投入|进一步|在|通过|力|重点|分|安排|举办|全面|对|为|向|推出|召开"
    "|发放|选派|配备|更换|改造|拆除|投放|设置|安装|铺设|修复|增|招|培|打造|升级|启动|邀请|联合|采取|加|强化|聚焦|以|按|从"
    "|每|严格|深入|不断|坚持|结合|依托|适时|扩|开|集中|常态|定期|逐"
)
"""What stands behind 将 when it means the future; before a noun it only turns the object round."""

PLAN = re.compile(
    r"计划(?![,。;、”》的书中和外]|生育|免疫|要求|烧除|单列|外)|(?<!模)拟(?!定|制|稿|订|真|态|人|合)|预计|力争|目标(?!人群|群体|对象|责任)"
    r"|争取(?!资金|上级|到)|确保|下一步|接下来|下阶段|下步|今后|未来|须(?=完成|于|在|将)|即将|届时|明年|有望"
    r"|(?:年|月|月底|年底|日|号)前(?=完成|实现|建成|整改|达|投用|清|拆|办)|要求[^,。;]{0,12}(?:完成|达到|不少于)"
    rf"|还将|将(?={FUTURE})|到20\d\d年|尚[未需]|不低于|不少于|控制在|招募目标|原则上|规划(?=建设|新建|在|设)"
    r"|筹备|正在筹|下周(?=将|拟|计划)|下月|下个月|明天|明日"
)
DUE = re.compile(
    r"(?<![供反响适感对效相])应(?=办结?|整改|拆|完成|接种|检|参|到|征|收|种|办|还)|(?<![急必所供内军特])需(?!求|方|用)|任务数|任务为|(?<![接优招对善等期看款])待(?!遇|命|人|岗|业|客)"
)
"""Words that make a figure due within their own clause: 应办结9件,办结9件."""
DONE = re.compile(r"已(?!经?计划)|实际|截[至止]|完成了|累计(?!任务)|目前|现(?=已|有|共|累)")
PER = re.compile(
    r"每(?!天|日|周|月|年|季|晚|晨|星期|次活动)[一-鿿]{0,6}|人均|户均|平均每|均价|单价"
)
CHANGE = re.compile(
    r"同比|环比|同期|较(?:去|上|前|往|年|\d)|比(?:去|上|前|往|年|\d{4})|相比|增幅|降幅|涨幅|增速"
)
MOVED = re.compile(
    r"(?:增长|下降|上升|提升|提高|减少|降低|增加|压降|压减|回落|减幅|上涨)了?(?:约|近|超|超过)?$"
)
PART = re.compile(r"其中|包括|包含|含(?!量|有毒)")
SCOPE_VERBS = (
    "覆盖",
    "涉及",
    "分成",
    "分为",
    "组成",
    "划分",
    "划分为",
    "辐射",
    "下设",
    "走进",
    "深入",
    "编成",
    "设置成",
    "划为",
    "下辖",
    "辖",
    "涵盖",
    "走遍",
    "下沉到",
    "下沉至",
    "进驻",
    "分赴",
)
REVENUE = re.compile(r"按[^,。]{0,20}的$")


def foreign_from(text: str) -> int:
    """Where other articles begin on a pasted page; the length of the text when there is none."""
    match = BOILERPLATE.search(text)
    return match.start() if match else len(text)


def planned(before: str, clause: str) -> bool:
    """Whether the words before a figure make it a target, due or a next step."""
    if DUE.search(clause):
        return True
    last = None
    for match in PLAN.finditer(before):
        last = match
    if last is None:
        return False
    done = DONE.search(before, last.end())
    return done is None


def role_of(number: Number, sentence: str, clause: str, inner: bool) -> Role | None:
    """The role that the words before a figure settle; ``None`` leaves it to its noun.

    ``sentence`` and ``clause`` are what stands before the figure in each.
    """
    points = number.unit in {"百分点", "个百分点"}
    if points or CHANGE.search(clause) or (number.unit == "%" and MOVED.search(clause)):
        return Role.CHANGE
    if planned(sentence, clause):
        return Role.PLAN
    if PER.search(clause[-16:]) or "/" in number.unit.replace("人/次", ""):
        return Role.RATE
    if number.unit == "%" and REVENUE.search(clause):
        return Role.RATE
    return Role.PART if inner else None


def is_scope(thing: str | None, verb: str | None, number: Number, more: bool) -> bool:
    """Whether a figure only counts places or groups.

    ``more`` says that the noun stands behind the number and more follows it.
    """
    if verb in {"分成", "分为", "划分", "划为"}:
        return True
    if verb in SCOPE_VERBS and number.unit != "人次":
        return thing is None or thing.endswith(
            (*nouns.PLACES, *GROUPS, "户", "家庭", "居民", "群众")
        )
    counted = number.unit[0] in "个条片处栋幢座支所"
    if thing is None or not counted or not thing.endswith(nouns.PLACES):
        return False
    return verb is None or more


GROUPS = ("站", "点", "队", "组", "专班", "校", "学校", "园", "小区", "网格", "社区", "村", "中心")


def is_group(thing: str | None, number: Number, later: bool) -> bool:
    """12支小分队入户宣讲1万户: a group that acts only says how many acted, if more follows."""
    counted = later and number.unit in {"个", "支", "所"}
    return counted and thing is not None and thing.endswith(GROUPS)

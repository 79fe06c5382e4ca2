"""What the demo is made of: the report's organisation and plan, and fictitious people and places.

What the report states is kept to the letter (nine campaigns of ten, 7 areas with 21 groups, 27
estates, 19 + 4 + 13 units). Names of people, lanes, estates and companies, all geometry and the
split over weeks are made up and marked fictitious wherever they are shown.
"""

from dataclasses import dataclass
from datetime import date

from wangge.campaigns.rules import Spread
from wangge.people.rules import PostKind, UnitKind

STREET = "530102009"
BEGUN = date(2019, 9, 2)
"""When the platform was set up: the day before the first case of the year that is replayed."""
FIRST_WEEK = date(2020, 6, 15)
TODAY = date(2020, 9, 2)
WEEKS = 12

COMMUNITIES = ("王家桥", "大塘", "普吉", "同心路", "云冶", "联家", "观音寺", "西景", "景文")
"""In the order of their codes 001 to 009."""

CONVERTED = ("大塘", "普吉", "联家")
"""村改居: inferred from how the communities came about, not stated in the report."""

AREAS: dict[str, tuple[str, ...]] = {
    "大塘": ("大塘片区", "海屯片区"),
    "普吉": ("普吉片区", "陈家营片区", "小屯片区"),
    "联家": ("联家片区", "沙河片区"),
}
"""Seven urban-village areas of three villager groups each."""

ESTATES = (
    "云建新村", "轻机宿舍", "同心苑", "冶金一村", "冶金二村", "王桥小区", "金川里", "科普新苑",
    "观音寺小区", "西景花园", "景文里", "建材宿舍", "铸造新村", "邮电小区", "供销宿舍", "仪表一村",
    "仪表二村", "粮站小区", "汽修新村", "纺织一村", "纺织二村", "橡胶宿舍", "制药新村", "印刷小区",
    "电工一村", "水泥新村", "红砖里",
)  # fmt: skip
LANES = (
    "石榴巷", "柿子巷", "老井巷", "磨坊巷", "铁匠巷", "豆腐巷", "马蹄巷", "茶花巷", "青石巷",
    "竹篾巷", "枣树巷", "水沟巷",
)  # fmt: skip
MARKETS = ("普兴农贸市场", "塘边农贸市场", "同心农贸市场", "云冶农贸市场", "观音寺农贸市场")
ROADS = (
    "普吉路", "王筇路", "陈家营路", "王家桥路", "海屯路", "沙河北路", "小屯路", "金川路",
)  # fmt: skip
SCHOOLS = ("第一小学周边", "第二小学周边", "第一中学周边", "职业学校周边")
BIKE_POINTS = tuple(f"共享单车停放点{n}号" for n in range(1, 9))
TOILETS = tuple(f"第{n}公厕" for n in range(1, 6))
JUNCTIONS = ("普吉路—金川路口", "王筇路—海屯路口", "陈家营路—小屯路口", "沙河北路—普吉路口")


@dataclass(frozen=True, slots=True)
class Line:
    """One campaign of the plan; ``kinds`` are codes of kinds of place."""

    number: int
    name: str
    spread: Spread
    kinds: tuple[str, ...]
    measures: tuple[str, ...]
    units: tuple[str, ...]
    before: bool = False
    after: bool = False


CAMPAIGNS = (
    Line(
        1,
        "陈年垃圾、卫生死角清理整治",
        Spread.PLACE,
        ("urban_village_area", "villager_group", "old_estate", "k32", "k38"),
        ("waste_cleared", "small_ads_removed", "billboards_dismantled", "road_patches", "plants"),
        ("communities", "环卫站", "城市管理综合服务中心"),
        before=True,
        after=True,
    ),
    Line(
        2, "电动车违规停放、违规充电清理整治", Spread.PLACE, ("old_estate",), (), ("communities",)
    ),
    Line(3, "文明养犬劝导、流浪犬只收容整治", Spread.GRID, (), (), ("communities",)),
    Line(
        4,
        "“门前三包”整治",
        Spread.PLACE,
        ("k26", "k38", "k23"),
        ("commitments",),
        ("communities", "城市管理综合服务中心"),
    ),
    Line(
        5,
        "重点路段日常巡查",
        Spread.PLACE,
        ("k26", "shared_bike_point"),
        ("shared_bikes_cleared", "posters"),
        ("communities", "城市管理综合服务中心"),
    ),
    Line(6, "文明单位示范引领", Spread.PLACE, ("k31",), ("civilised_units",), ("communities",)),
    Line(
        7,
        "共驻共建志愿者服务",
        Spread.PLACE,
        ("k35",),
        ("sunk_units", "household_units", "volunteers", "volunteer_activities"),
        ("communities",),
    ),
    Line(8, "党员干部先锋模范攻坚克难行动", Spread.PLACE, ("k32",), (), ("communities",)),
    Line(9, "人大代表、政协委员视察督查", Spread.PLACE, ("k50", "k38"), (), ("communities",)),
    Line(10, "", Spread.PLACE, (), (), ()),
)
"""The report says ten and names nine; the tenth is the office's to name."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A post with the person who holds it. ``area`` is a code, ``above`` a key of a seat."""

    key: str
    kind: PostKind
    title: str
    person: str
    unit: str
    area: str
    above: str = ""


UNITS: tuple[tuple[str, UnitKind], ...] = (
    ("普吉街道办事处", UnitKind.STREET_OFFICE),
    ("创文工作指挥部", UnitKind.COMMAND),
    ("指挥部办公室", UnitKind.CAMPAIGN_OFFICE),
    ("环境整治分指挥部", UnitKind.SUB_COMMAND),
    ("宣传教育分指挥部", UnitKind.SUB_COMMAND),
    ("街道纪工委", UnitKind.DISCIPLINE),
    ("城市管理综合服务中心", UnitKind.CITY_MANAGEMENT),
    ("环卫站", UnitKind.SANITATION),
    ("青松物业服务有限公司", UnitKind.PROPERTY_COMPANY),
    ("老旧小区治理先锋队", UnitKind.PIONEER_TEAM),
    ("沿街商户联络组", UnitKind.MERCHANT),
    ("人大代表政协委员视察组", UnitKind.CONGRESS),
    ("网格监督中心", UnitKind.STREET_OFFICE),
)
CIVILISED_UNITS = tuple(f"文明单位{n:02d}" for n in range(1, 20))
SUNK_UNITS = tuple(f"区级下沉单位{n}" for n in range(1, 5))
HOUSEHOLD_UNITS = tuple(f"公共户单位{n:02d}" for n in range(1, 14))

SEATS: tuple[Seat, ...] = (
    Seat("zongzhi", PostKind.COMMANDER, "总指挥长", "高明远", "创文工作指挥部", STREET),
    Seat(
        "changwu", PostKind.EXECUTIVE, "常务指挥长", "沈若兰", "创文工作指挥部", STREET, "zongzhi"
    ),
    Seat("chengyuan", PostKind.MEMBER, "指挥部成员", "段一鸣", "创文工作指挥部", STREET, "changwu"),
    Seat("zhuren", PostKind.OFFICE_HEAD, "办公室主任", "白雪梅", "指挥部办公室", STREET, "changwu"),
    Seat("neiqin", PostKind.CLERK, "办公室内勤", "李思成", "指挥部办公室", STREET, "zhuren"),
    Seat(
        "fenzhi", PostKind.SUB_COMMANDER, "分指挥长", "赵立军", "环境整治分指挥部", STREET,
        "changwu",
    ),
    Seat(
        "jigongwei", PostKind.DISCIPLINE, "纪工委督查员", "周正清", "街道纪工委", STREET, "zongzhi"
    ),
    Seat(
        "wuye", PostKind.COMPANY, "物业项目经理", "马建平", "青松物业服务有限公司",
        STREET + "003", "zhuren",
    ),
    Seat("huanwei", PostKind.HANDLER, "环卫站调度员", "郭志强", "环卫站", STREET, "zhuren"),
    Seat(
        "chengguan", PostKind.HANDLER, "城管中队值班长", "邓云霞", "城市管理综合服务中心", STREET,
        "zhuren",
    ),
    Seat("jiancha1", PostKind.INSPECTOR, "监督一组", "倪文斌", "网格监督中心", STREET, "zhuren"),
    Seat("jiancha2", PostKind.INSPECTOR, "监督二组", "谭秀兰", "网格监督中心", STREET, "zhuren"),
    Seat("jiancha3", PostKind.INSPECTOR, "监督三组", "施启东", "网格监督中心", STREET, "zhuren"),
    Seat(
        "guanli", PostKind.ADMINISTRATOR, "系统管理员", "方晓", "普吉街道办事处", STREET, "zhuren"
    ),
)  # fmt: skip
"""Beside these each community has a secretary and a clerk, and each grid a leader."""

SURNAMES = "杨何孙郭毕普罗尹张段苏马钱施倪谭邓"
GIVEN = ("春华", "志强", "丽萍", "文斌", "云霞", "永昌", "家俊", "秀兰", "启东", "雨桐", "国栋")
LEADERS = tuple(
    SURNAMES[n % len(SURNAMES)] + GIVEN[(n * 7 + n // 11) % len(GIVEN)] for n in range(36)
)
"""Grid leaders, in the order of the grids."""

SECRETARIES = (
    "王建国", "唐晓燕", "陶志明", "童心怡", "叶永清", "连学文", "关敏", "席玉珍", "景天和",
)  # fmt: skip


def community_code(name: str) -> str:
    """The 12-digit code of a community by its short name."""
    return f"{STREET}{COMMUNITIES.index(name) + 1:03d}"

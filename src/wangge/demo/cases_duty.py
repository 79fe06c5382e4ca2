"""Who answers for which cases in the demo, and what they say and count when they handle one."""

from datetime import datetime

from wangge.cases.actions import add_duty
from wangge.cases.queries import categories
from wangge.demo import plan
from wangge.demo.stage import Stage
from wangge.kernel.clock import day_of
from wangge.kernel.ids import new_id

CLEANED = ("06010", "06011", "06012", "06014", "06035", "06042", "06037", "06041")
"""Categories for the sanitation station."""
HOUSED = ("06036", "06038", "06045", "06007", "09010", "09012")
"""Categories for the community, or in its own community for the property company."""
MANAGED = ("01", "02", "03", "06", "07", "08", "09", "10")
"""Classes for city management wherever no more exact row says otherwise."""
CITY, SANITATION, PROPERTY = "城市管理综合服务中心", "环卫站", "青松物业服务有限公司"
BARE = ("530102009006003", "530102009008004")
"""Two grids that nobody was put down for: blind spots, whose cases the office gives out by hand."""

COUNTED: dict[str, tuple[str, int, int]] = {
    "06010": ("rubbish_volume", 1, 4), "06011": ("building_waste_loads", 1, 3),
    "06012": ("streets_washed", 60, 400), "06013": ("facilities_repaired", 1, 2),
    "06035": ("rubbish_loads", 1, 1), "06036": ("clutter_spots", 1, 4),
    "06042": ("bins_cleaned", 2, 8), "06001": ("illegal_building_spots", 1, 1),
    "06030": ("drains_cleared", 1, 2), "06038": ("poultry_cleared", 2, 9),
    "06045": ("gardens_cleared", 1, 3), "06007": ("hangings_cleared", 1, 6),
    "07003": ("banners_removed", 1, 5), "09001": ("stalls_persuaded", 1, 6),
    "09005": ("shops_ordered", 1, 5), "09006": ("road_occupation", 1, 8),
    "09009": ("parking_corrected", 1, 9), "09010": ("ebikes_ordered", 5, 40),
    "09012": ("hazards_fixed", 1, 2), "01037": ("lamps_repaired", 1, 4),
    "01002": ("manhole_covers", 1, 1), "10002": ("hangings_cleared", 1, 3),
}  # fmt: skip
"""What is counted with a handled case: measure, least and most. None of these is among the totals
that the published report gives, which are all counted with the campaigns' tasks."""

DONE: dict[str, tuple[str, ...]] = {
    SANITATION: (
        "已清运完毕，地面冲洗干净。", "派两名保洁员清理，现场无残留。",
        "已清理，并把该点列入每日巡回保洁。", "车辆已到场装运，桶已复位。",
        "清扫并洒水一遍，照片为清理后现场。",
    ),
    CITY: (
        "已现场劝导并恢复原状。", "已下达责令改正通知书，当事人当场整改。", "已修复，恢复通行。",
        "已联系权属单位到场处理完毕。", "已清理，并约谈负责人，后续加强巡查。",
        "处理完毕，围挡已撤。",
    ),
    PROPERTY: ("已通知业主搬离，通道恢复。", "物业已清理并贴提示。", "安排保安蹲守，现已规范。"),
    "": (
        "社区工作人员上门劝导，已自行清理。", "组织志愿者清理完毕。",
        "已入户说明，当事人配合整改。", "网格员现场处理，已恢复。",
        "与楼栋长一起清理，住户签了承诺。",
    ),
}  # fmt: skip
"""What a unit reports; the last ones are the communities'."""


def enter_duties(stage: Stage, at: datetime) -> int:
    """Enter the duty table: by community, or grid by grid where one grid is left out; how many."""
    ids = {one.code: one.pk for one in categories(day_of(at))}
    entered = 0
    for community in plan.COMMUNITIES:
        for region in _regions(stage, plan.community_code(community)):
            at_home = PROPERTY if community == "普吉" else f"{community}社区"
            rows = [
                *((SANITATION, code, "") for code in CLEANED),
                *((at_home, code, "") for code in HOUSED),
                *((CITY, "", class_code) for class_code in MANAGED),
                (f"{community}社区", "", ""),
            ]
            for unit, code, class_code in rows:
                add_duty(
                    duty=new_id(),
                    region=region,
                    unit=stage.units[unit],
                    category=ids[code] if code else None,
                    class_code=class_code,
                    since=plan.BEGUN,
                    by=stage.actors["neiqin"],
                    at=at,
                    id=new_id(),
                )
                entered += 1
    return entered


def _regions(stage: Stage, community: str) -> list[str]:
    """The community's own code, or its grids but for the bare one."""
    if not any(grid.startswith(community) for grid in BARE):
        return [community]
    codes = [ground.code for ground in stage.grids if ground.code.startswith(community)]
    return [code for code in codes if code not in BARE]

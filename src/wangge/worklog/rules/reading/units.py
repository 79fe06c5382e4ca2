"""Units and measure words, as published reports print them, dated 2026-02.

They are not merged (人, 名 and 人次 say different things), only recognised. Sources: the units of
the specification's patterns, the measure words of ``measurement_items.csv``, general usage.
"""

from .wordlists import listed, words

COUNT = listed(
    """
    人(次) 人/次 桶(箱) 辆(次) 户(次) 家(次) 处(次) 起(件) 件(次) 张(条) 处(条) 条(处)
    处(个) 个(处) 台(套) 台/套 套/台 台(辆) 辆(台) 台/辆 辆/台 株(棵) 棵(株) 份(册) 册(份)
    家/次 户/次 处/次 辆/次 份/张 张/份 张/条 人次 车次 台次 辆次 户次 家次 处次 条次 场次
    班次 架次 批次 件次 艘次 起次 例次 组次 点次 店次 频次 篇次 台班 人天 人日 人份 剂次
    针次 头次 个次 单次 平方公里 平方千米 平方米 平方 平米 立方米 立方 公里 千米 公斤 千克
    公顷 延米 延长米 厘米 毫米 毫升 人头 套次 个 条 张 份 处 起 件 项 次 场 家 户 人 名 位
    辆 台 套 块 面 座 栋 幢 间 所 棵 株 盆 袋 桶 车 箱 本 册 幅 枚 根 支 瓶 盒 只 头 例 宗
    笔 篇 期 批 轮 组 对 双 顶 扇 盏 把 副 床 片 段 眼 口 道 部 艘 架 门 节 堂 则 包 斤 匹
    捆 堆 朵 层 吨 方 亩 米 元 剂 针 颗 单 卷 具 樽 筐 担 类 种 款 遍 趟 桩 尾 粒 罐 封 票
    克 枝 丛 垛 墩 樘 榀 壶 锅 亩次 株次 通 升 首 羽 列 桌 束 串 挂 坛 篓 孔 排 班 付 帖
    千瓦 千瓦时 户(家) 人/天 人份次 车/次 处/件 件/次 起/次 船 船次 板车 麻袋 编织袋 蛇皮袋
    大袋 小袋 卡车 货车 三轮车 手推车 塑料袋 垃圾袋 盘 平 管 册次 所次 栋次 床次 只次 份次 村次
    路次 队次
    """
)
"""Measure words; those with a second choice in brackets or behind a stroke are kept as written."""

MONEY = listed("元 美元 港元 块钱")
MEASURE = listed("㎡ m² m2 M² m³ m3 ml mL ML km² km KM L kg KG Kg t m ㎥")
SHARE = listed("% ‰ 个百分点 百分点")
SCORE = listed("分")

TIMES = {f"{unit}次" for unit in "张份条件个台套户家处起辆户例只支块本名宗"}
"""16张次: any measure word may be counted by the occasion."""

UNITS: tuple[str, ...] = tuple(
    sorted({*COUNT, *TIMES, *MONEY, *MEASURE, *SHARE, *SCORE}, key=lambda unit: (-len(unit), unit))
)

PEOPLE = words("人 名 位 人次 人(次) 人/次 个人 人天 人日")
"""Units that need no noun beside them."""

SINGLE_NUMERAL = words(
    """
    台 辆 处 起 座 名 家 户 栋 幢 棵 株 件 宗 例 份 张 块 条 间 吨 亩 公里 平方米 车 桶 袋
    艘 顶 位 部 盏 幅 人 场 个 套 支 只 万元 元 人次 车次 所 面 根 头 箱 本 册 剂 口 眼 对
    包 次 筐 盘 捆 堆 艘次 辆次 台次 家次 户次 片 支 枚 对 排 桌
    """
)
"""Units a one-character Chinese numeral (两处, 三家) may stand before."""

NOT_BEFORE = {
    "盘": "查|点|活|山",
    "平": "[一-鿿]",
    "管": "理|道|线|网|控|辖|护|委|制",
    "通": "过|知|道(?!路)|报|行|车|信|风|气|水|电|畅|常|宵",
    "升": "级|学|旗|温|至|到|起|任",
    "列": "入|出|为|车",
    "班": "组|子|级|主任|长",
    "排": "查|水|放|除|污|名|练",
    "挂": "牌|图|钩|联|职",
    "首": "次|批|届|个|家|位|先|府|问",
    "付": "款|费|出|清",
    "桌": "椅|面",
    "孔": "洞",
    "束": "缚",
    "户": "外|籍|口",
    "条": "幅(?!幅)|例",
    "面": "积|包",
    "部": "门|队",
    "单": "位|车|元",
    "组": "织|长|团",
    "人": "民(?!币)|大(?!代)|社局|才|员",
    "名": "单(?!位|亲|身)|录",
    "次": "干道|干路|日|月|年",
    "道": "路",
    "门": "店|诊|头|前",
    "头": "盔",
    "台": "账|风",
    "片": "区",
    "项": "目",
    "方": "案|面|式",
    "家": "庭(?!农)|具(?!店)|电(?!信|子|器|动|商|影)|长",
    "车": "道|间|位|主|库",
    "口": "罩",
    "期": "间",
    "节": "日|点",
    "元": "/|每",
    "分": "钟|公里|之|别|类|区|散",
    "t": "[a-z]",
    "m": "[a-z]",
    "L": "[A-Za-z]",
    "对": "接|照|象",
    "双": "报|创|随机|向|通道",
    "本": "次|周|月|地|街|社|年",
    "包": "保|括|联|村|户",
    "层": "面|级",
    "批": "评|准",
    "段": "落",
    "副": "书记|主任|处|局",
    "把": "关|控",
    "根": "据",
    "票": "据",
    "处": "罚|置|理|于|级|长",
    "类": "型",
    "支": "部|持|队(?!伍)",
    "座": "谈",
    "间": "隔|距",
    "起": "来|草|到",
    "场": "所|地",
    "克": "服",
    "套": "路",
}
"""A measure word that begins another word there is no unit: 3部门, 20户外广告."""

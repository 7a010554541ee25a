"""Invented news in both scripts: sentences from a small grammar, its words drawn by Zipf's law, from a seed."""

from __future__ import annotations

import datetime
import itertools
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import opencc

_SEED = 7
_FIRST_DAY, _DAYS = datetime.date(2012, 1, 1), 13 * 365
_SLOT = re.compile(r"\{(\w+)\}")


def _words(line: str) -> list[str]:
    return line.split()


_PLACES = [
    a + b for a, b in itertools.product("汐云鹿南青橙桐卫宾冬盐潮沙竹芦雁鹭葛枫梅", "城渡湾甲港州浦坞滨明溪埠洲屿岭垛")
]
_SURNAMES = "陈林黄郑吴许蔡杨谢曾叶苏洪邱江何萧罗高潘简朱钟游詹沈彭施柯翁温吕纪丁卓石连阮贝"
_GIVEN = [
    a + b for a, b in itertools.product(["", *"志文明国建晓玉春海永庆秀雅宏"], "强芳敏伟丽军洁磊静涛勇娟平辉霞鹏")
]
_NOUNS = _words(
    "海堤 渡轮 校车 菜市 医院 水库 图书馆 候鸟 滩涂 地铁 电价 台风 暴雨 疫苗 码头 仓库 食堂 渔港 灯塔 夜市 老人院 公园 "
    "大桥 隧道 排水管 电动车 快递柜 充电桩 诊所 学费 补贴 口罩 球场 剧团 画展 河道 垃圾站 停车场 居民楼 消防栓 电话卡 "
    "银行账户 转账记录 监控录像 检测报告 施工图纸 预算草案 公交线路 航班 客流 物价 房租 就业 养老金 茶叶 荔枝 稻田 "
    "电信网络诈骗 著作权 干细胞 后勤处 里程碑 历史遗迹 面粉厂 发电机 云平台 COVID-19 iPhone15 5G基站 AI模型 PM2.5"
)
_VERBS = _words(
    "检查 修复 关闭 重开 调查 公布 审理 扩建 试运行 抽查 升级 整治 清理 通报 暂停 恢复 评估 招标 验收 拆除 追查 举报 "
    "登记 核实 监测 讨论 延长 缩短 取消 启用 捐赠 征集 回收 赔偿 宣传 演练 值守 发放 统计 复核"
)
_QUALITIES = _words(
    "全面 及时 首次 反复 明显 基本 依法 公开 紧急 初步 正式 分批 提前 连夜 继续 严格 有序 单独 共同 临时"
)
_OFFICES = _words(
    "水务局 警务处 教育局 卫生局 交通处 海事局 法院 渔政站 气象台 消防队 街道办 居委会 市议会 环保署 税务所"
)
_PAPERS = ["晚报", "日报", "新闻网", "广播电台", "周刊", "商报"]
_AMOUNTS = _words("三万元 12.5万元 两成 百分之八 5,000元 1.2亿元 四百余件 近千人次 15万剂 4.86公里")
_SENTENCES = (
    "{place}{office}{day}通报，{noun}已{quality}{verb}。",
    "记者从{place}{office}获悉，{noun}{verb}后，{noun}的{verb}仍须观测两个汛期。",
    "{person}说：“{noun}{verb}，我们{quality}{verb}了{noun}。”",
    "据了解，{place}今年{verb}{noun}{amount}，比去年多{amount}。",
    "{place}{office}提醒：谨防以{noun}为名的骗局，切勿向陌生人透露{noun}。",
    "{day}上午，{person}带着{noun}来到{place}，看着{noun}被{quality}{verb}。",
    "{place}与{place}之间的{noun}，因{noun}{verb}而{quality}{verb}。",
    "经查，{person}等{amount}涉案，{noun}已移交{place}{office}{verb}。",
    "居民{person}表示，“{noun}”{verb}之后，{noun}少了{amount}。",
    "按照计划，{noun}、{noun}和{noun}将于{day}前{quality}{verb}。",
    "{outlet}{day}电：{place}{noun}{verb}，现场没有人员受伤。",
    "{office}发言人{person}回应称，{noun}的{verb}工作{quality}进行，不会影响{noun}。",
    "专家{person}认为，{verb}{noun}要从{noun}做起。",
    "这是{place}{quality}{verb}{noun}，耗资{amount}。",
    "对于{noun}，{place}{office}没有{quality}{verb}的时间表。",
)
_TITLES = (
    "{place}{noun}{verb}",
    "{place}{office}{quality}{verb}{noun}",
    "{noun}{verb}之后　{place}的{noun}还剩多少",
    "{place}：{noun}{verb}{amount}",
    "{person}：“{quality}{verb}{noun}”",
)
OUTLETS = [f"{place}{paper}" for place, paper in itertools.product(_PLACES[::16], _PAPERS)]


@dataclass(frozen=True, slots=True)
class _Language:
    """The grammar in one script: templates, the words of each slot, and how often each of them comes."""

    sentences: Sequence[str]
    titles: Sequence[str]
    words: dict[str, list[str]]
    weights: dict[str, list[float]]


def articles(count: int, seed: int = _SEED) -> Iterator[dict[str, object]]:
    """Yield `count` articles with title, body and date (ISO, empty for one in fifty); two thirds are simplified."""
    chance = random.Random(seed)  # noqa: S311 - the same corpus in every run
    for _ in range(count):
        language = _language(traditional=chance.random() < 1 / 3)
        day = _FIRST_DAY + datetime.timedelta(chance.randrange(_DAYS))
        yield {
            "title": _filled(chance.choice(language.titles), language, chance),
            "body": "\n".join(_paragraph(language, chance) for _ in range(chance.randint(2, 9))),
            "date": "" if chance.random() < 0.02 else day.isoformat(),
        }


def _paragraph(language: _Language, chance: random.Random) -> str:
    sentences = chance.choices(language.sentences, k=chance.randint(1, 5))
    return "".join(_filled(sentence, language, chance) for sentence in sentences)


def _filled(template: str, language: _Language, chance: random.Random) -> str:
    def word(slot: re.Match[str]) -> str:
        name = slot[1]
        return chance.choices(language.words[name], cum_weights=language.weights[name])[0]

    return _SLOT.sub(word, template)


@cache
def _language(traditional: bool) -> _Language:
    convert = opencc.OpenCC("s2t").convert if traditional else str
    words = {slot: [convert(word) for word in choice] for slot, choice in _simplified_words().items()}
    weights = {slot: _zipf(len(choice)) for slot, choice in words.items()}
    return _Language([convert(one) for one in _SENTENCES], [convert(one) for one in _TITLES], words, weights)


def _simplified_words() -> dict[str, list[str]]:
    """The words of each slot in the order of their frequency, which a seed decides."""
    choices = {
        "place": _PLACES,
        "person": [surname + given for surname, given in itertools.product(_SURNAMES, _GIVEN)],
        "noun": [*_NOUNS, *(a + b for a, b in itertools.product(_NOUNS, _NOUNS[:40]) if a != b)],
        "verb": _VERBS,
        "quality": _QUALITIES,
        "office": _OFFICES,
        "amount": _AMOUNTS,
        "outlet": OUTLETS,
        "day": [f"{month}月{day}日" for month, day in itertools.product(range(1, 13), range(1, 29))],
    }
    chance = random.Random(_SEED)  # noqa: S311 - the same corpus in every run
    return {slot: chance.sample(words, len(words)) for slot, words in choices.items()}


def _zipf(count: int) -> list[float]:
    """Cumulated weights 1 / (rank + 2), Mandelbrot's form of Zipf's law."""
    return list(itertools.accumulate(1 / (rank + 2) for rank in range(count)))

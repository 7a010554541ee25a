"""The forms in which pages print days and times, as patterns over folded text."""

from __future__ import annotations

import re

#: Without one of these there is no date; most lines of a page are told by it alone.
HINT = re.compile(r"(?:19|20)\d\d|[〇零○oO一二三四五六七八九]年|民国")
ZONE_WORD = r"(?:hkt|cst|(?:北京|香港|台北|台湾)(?:标准)?时间|格林尼治(?:标准)?时间|格林威治(?:标准)?时间|gmt|utc)"
TIME = (
    rf"(?:[\st,|]{{0,3}}(?P<before>{ZONE_WORD})?(?:\(?(?:星期|周)[一二三四五六日天]\)?)?[\s,|]{{0,3}}"
    r"(?P<half>上午|下午|晚上|晚间|凌晨|中午|早上|傍晚|am|pm)?\s?(?P<hour>\d{1,2})\s?[:时点]\s?(?P<minute>\d{2})"
    r"(?:(?:\s?[:分]\s?(?P<second>\d{2})(?:\.\d{1,9})?秒?)|(?!\d))分?"
    r"\s?(?P<half2>am|pm)?\s?(?P<zone>z(?![a-z])|[+-]\d{2}:?\d{2}(?!\d)|utc|gmt)?)?"
)
DAY = (
    r"(?P<year>(?:19|20)\d\d)\s?(?P<mark>[-/.年])\s?(?P<month>\d{1,2})"
    r"\s?(?P<mark2>[-/.月])\s?(?P<day>\d{1,2})(?!\d)\s?[日号]?"
)
PAIRS = ("--", "//", "..", "年月")  # 2018.5-5.7 is part of a drawing, not a day
NUMERIC = re.compile(r"(?<!\d)" + DAY + TIME)
SPLIT = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)\s(?P<month>\d{1,2})\s?[/-]\s?(?P<day>\d{1,2})(?!\d)" + TIME)
RUN_ON_DAY = re.compile(  # a heading's last digit run straight into the date: 15%左右2023-04-15
    r"(?P<year>20\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)" + TIME
)
RUN_ON_TIME = re.compile(  # a date run straight into its time: 2026-03-0410:22, 2024/05/2009:47:48
    r"(?<!\d)(?P<year>20\d\d)(?P<mark>[-/.])(?P<month>[01]\d)(?P<mark2>[-/.])(?P<day>[0-3]\d)"
    r"(?P<hour>[0-2]\d):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?!\d)"
)
DAY_FIRST = re.compile(  # 28.11.2025 11:37, as some Hong Kong and European pages write
    r"(?<![\d.])(?P<day>\d{1,2})(?P<mark>[./-])(?P<month>\d{1,2})(?P<mark2>[./-])(?P<year>20\d\d)(?![\d.])" + TIME
)
COMPACT = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)"
    r"(?:[t ]?(?P<hour>[0-2]\d):?(?P<minute>[0-5]\d):?(?P<second>[0-5]\d)?)?(?P<zone>z)?(?!\d)"
)
_MONTH_WORD = r"(?P<month>[一二三四五六七八九十]{1,2})月"
_DAY_WORD = r"(?P<day>[一二三四五六七八九十]{1,3})[日号]"
DIGIT = "〇零○o一二三四五六七八九"
ZEROS = 4  # of the first characters of DIGIT that mean nought
CHINESE = re.compile(
    rf"(?P<year>[一二][{DIGIT}]{{3}})年(?P<month>[一二三四五六七八九十]{{1,2}})月(?P<day>[一二三四五六七八九十]{{1,3}})[日号]"
    + TIME
)
REPUBLIC = re.compile(r"民国\s?(?P<year>\d{2,3})年\s?(?P<month>\d{1,2})月\s?(?P<day>\d{1,2})日" + TIME)
REPUBLIC_CHINESE = re.compile(
    r"民国(?P<year>[一二三四五六七八九十百零〇]{1,5})年(?P<month>[一二三四五六七八九十]{1,2})月(?P<day>[一二三四五六七八九十]{1,3})日"
    + TIME
)
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
ENGLISH = re.compile(
    rf"(?<![a-z\d])(?:(?P<day>\d{{1,2}})\s(?P<name>{'|'.join(MONTHS)})[a-z]{{0,6}}\.?,?"
    rf"|(?P<name2>{'|'.join(MONTHS)})[a-z]{{0,6}}\.?\s(?P<day2>\d{{1,2}}),?)\s(?P<year>(?:19|20)\d\d)(?!\d)" + TIME
)
RFC_822 = re.compile(
    rf"(?:(?:mon|tue|wed|thu|fri|sat|sun),\s)?\d{{1,2}}\s(?:{'|'.join(MONTHS)})\s\d{{4}}\s\d\d:\d\d(?::\d\d)?"
    r"\s(?:gmt|utc|[+-]\d{4})"
)
MONTH_ONLY = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?年\s?(?P<month>\d{1,2})\s?月(?!\s?\d)")
RELATIVE = re.compile(
    r"(?P<days>今天|今日|昨天|昨日|前天|前日)"
    + TIME
    + r"|(?P<ago>\d{1,3})\s?(?P<unit>分钟|小时|天|日)(?:之)?前|(?P<now>刚刚)"
)
SHORT_DAY = re.compile(
    r"(?<![\d年./-])(?P<month>\d{1,2})(?:月(?P<day>\d{1,2})日|-(?P<day2>\d{2})(?=\s\d{1,2}:))" + TIME
)
MONTH_NAMES = re.compile("|".join(MONTHS))


#: The certain forms first; of two readings of the same words the first is taken.
FORMS = (RUN_ON_TIME, NUMERIC, SPLIT, RUN_ON_DAY, REPUBLIC, REPUBLIC_CHINESE, CHINESE, DAY_FIRST)

"""Invented numbers of invented people, with right check digits, and the sentences they stand in.

Seeded, so that each run asks the same. Counties, operators and banks are such as were never given out where the form
allows it (county 99 of a province, mobile prefixes 154 and 160, a bank's number of nines).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

DATA = Path(__file__).parents[2] / "data" / "personal_data.toml"
SURNAMES = "林周沈祁柏何苏尚庄纪"
GIVEN = ["见", "渡", "禾", "闻舟", "溪宁", "汀", "澜生", "远帆", "望舒", "小满"]
PROVINCES = ["11", "31", "33", "42", "44", "51", "65"]
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
WRITTEN = str.maketrans("0123456789", "〇一二三四五六七八九")
COUNTIES = "ABCDEFGHJKLMNPQRSTUVXYWZIO"


@dataclass(frozen=True)
class Case:
    """kind: of the finding that is asked for, or the name of the group of what must not be found. words: the find."""

    kind: str
    text: str
    words: str = ""


def positives() -> list[Case]:
    """Sentences with one piece of personal data each that has to be found, words included."""
    return list(_cases("positive"))


def negatives() -> list[Case]:
    """Sentences in which nothing may be found."""
    return list(_cases("negative"))


def _cases(side: str) -> Iterator[Case]:
    random = Random(20261122)
    for kind, section in tomllib.loads(DATA.read_text(encoding="utf-8"))[side].items():
        for template in section["templates"]:
            for turn in range(section["times"]):
                yield _filled(kind, template, turn, random)


def _filled(kind: str, template: str, turn: int, random: Random) -> Case:
    asked = ""

    def fill(place: re.Match[str]) -> str:
        nonlocal asked
        name = place.group(1)
        if name in PLAIN:
            return PLAIN[name](random)
        if name[0] == "d" and name[1:].isdigit():
            return digits(random, int(name[1:]))
        value = NUMBERS[name](random)
        asked = styled(name, value, turn, random)
        return asked

    return Case(kind, re.sub(r"\{(\w+)\}", fill, template), asked)


def digits(random: Random, count: int) -> str:
    return "".join(str(random.randrange(10)) for _ in range(count))


def name(random: Random) -> str:
    return random.choice(SURNAMES) + random.choice(GIVEN)


def birthday(random: Random) -> str:
    return f"{random.randrange(1940, 2008)}{random.randrange(1, 13):02}{random.randrange(1, 29):02}"


def identity(random: Random) -> str:
    front = f"{random.choice(PROVINCES)}0199{birthday(random)}{digits(random, 3)}"
    weights = [2**power % 11 for power in range(17, 0, -1)]
    total = sum(int(digit) * weight for digit, weight in zip(front, weights, strict=True))
    return front + "10X98765432"[total % 11]


def misprinted(random: Random) -> str:
    right = identity(random)
    return right[:-1] + ("1" if right[-1] != "1" else "2")


def random_eighteen(random: Random) -> str:
    """Eighteen digits with an impossible month."""
    return f"{digits(random, 6)}2019{random.randrange(13, 99)}{digits(random, 6)}"


def hong_kong(random: Random) -> str:
    letter, number = random.choice("KVXZ"), digits(random, 6)
    total = 36 * 9 + (ord(letter) - 55) * 8 + sum(int(d) * w for d, w in zip(number, range(7, 1, -1), strict=True))
    return f"{letter}{number}({'0123456789A'[-total % 11]})"


def taiwan(random: Random, second: str) -> str:
    letter, number = random.choice("ABDFH"), digits(random, 7)
    county = COUNTIES.index(letter) + 10
    gender = COUNTIES.index(second) % 10 if second.isalpha() else int(second)
    values = [county // 10, county % 10, gender, *map(int, number)]
    total = sum(value * weight for value, weight in zip(values, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1), strict=True))
    return f"{letter}{second}{number}{-total % 10}"


def card(random: Random) -> str:
    front = "629999" + digits(random, random.choice([9, 12]))
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(front))]
    return front + str(-sum(n - 9 if n > 9 else n for n in doubled) % 10)


def misprinted_card(random: Random) -> str:
    right = card(random)
    return right[:-1] + str((int(right[-1]) + 3) % 10)


def plate(random: Random) -> str:
    return random.choice("京沪浙粤云豫") + random.choice("ABCDE") + random.choice("KLM") + digits(random, 4)


def address(random: Random) -> str:
    number, house, room = random.randrange(1, 300), random.randrange(1, 30), random.randrange(101, 2503)
    return random.choice(
        [
            f"汐城市东湖区柳荫路{number}号{house}栋{room}室",
            f"云渡县竹溪镇上河村{house}组{number}号",
            f"南嘉市中山二路{number}弄{house}号{room}室",
            f"东溟省汐城市望海花园{house}幢{random.randrange(1, 5)}单元{room}房",
            f"汐城市解放街十二号三栋五〇{random.randrange(1, 9)}室",
            f"青葭市三里河胡同{number}号院",
        ]
    )


def mail(random: Random) -> str:
    box = random.choice(["linjian", "zhoudu", "shen_he", "qwz", "hetingting"]) + digits(random, 3)
    return f"{box}@{random.choice(['qq.com', '163.com', 'gmail.com', 'yahoo.com.tw', 'sina.com'])}"


PLAIN: dict[str, Callable[[Random], str]] = {
    "name": name,
    "surname": lambda random: random.choice(SURNAMES),
    "mmdd": lambda random: f"{random.randrange(1, 13):02}{random.randrange(1, 29):02}",
    "hotline": lambda random: random.choice(["96110", "12345", "110", "119", "12321", "12381", "12110"]),
    "orgline": lambda random: f"0571-8888{digits(random, 4)}",
    "hkorg": lambda random: f"2{digits(random, 3)} {digits(random, 4)}",
    "random18": random_eighteen,
}
NUMBERS: dict[str, Callable[[Random], str]] = {
    "id": identity,
    "id15": lambda random: f"{random.choice(PROVINCES)}0199{birthday(random)[2:]}{digits(random, 3)}",
    "idwrong": misprinted,
    "hkid": hong_kong,
    "hkidbare": lambda random: re.sub(r"[()]", "", hong_kong(random)),
    "twid": lambda random: taiwan(random, random.choice("12")),
    "arc": lambda random: taiwan(random, random.choice("89")),
    "arcold": lambda random: taiwan(random, random.choice("ABCD")),
    "passport": lambda random: random.choice(["E", "G", "EA", "K"]) + digits(random, 8),
    "permit": lambda random: "H" + digits(random, 8),
    "mobile": lambda random: random.choice(["154", "160"]) + digits(random, 8),
    "hkmobile": lambda random: "9" + digits(random, 7).replace("99", "12"),
    "twmobile": lambda random: "0912" + digits(random, 6),
    "landline": lambda random: f"0571-86{digits(random, 6)}",
    "local": lambda random: f"86{digits(random, 6)}",
    "hklandline": lambda random: f"23{digits(random, 6)}",
    "twlandline": lambda random: f"(02)23{digits(random, 6)}",
    "card": card,
    "cardwrong": misprinted_card,
    "plate": plate,
    "nevplate": lambda random: random.choice("京沪浙粤") + "AD" + random.choice("ABF0") + digits(random, 4),
    "hkplate": lambda random: random.choice(["ZK", "XV", "VY"]) + digits(random, 4),
    "twplate": lambda random: random.choice(["ZZK", "QXV"]) + "-" + digits(random, 4),
    "mail": mail,
    "workmail": lambda random: f"{random.choice(['lin.jian', 'zhoudu', 'shenhe'])}@xicheng.example",
    "address": address,
    "hkaddress": lambda random: f"觀塘翠汀邨翠樓{random.randrange(1, 30)}樓{random.randrange(1, 30):02}室",
    "twaddress": lambda random: (
        f"臺北市汐止區望潮路三段{random.randrange(1, 200)}號{random.randrange(2, 9)}樓之{random.randrange(1, 9)}"
    ),
}


def styled(name: str, value: str, turn: int, random: Random) -> str:
    """The value set in another way each turn: as it is, in groups, in full width, with something invisible in it."""
    if name in ("address", "hkaddress", "twaddress"):
        return value if turn % 2 == 0 else value.translate(FULL_WIDTH)
    if turn == 0:
        return value
    if turn == 1:
        return grouped(name, value)
    if turn == 2:
        return value.translate(FULL_WIDTH)
    at = random.randrange(2, len(value) - 1)
    return value[:at] + "\u200b" + value[at:] if turn == 3 else value.lower()


def grouped(name: str, value: str) -> str:
    if name in ("id", "idwrong"):
        return f"{value[:6]} {value[6:14]} {value[14:]}"
    if name in ("card", "cardwrong"):
        return " ".join(value[at : at + 4] for at in range(0, len(value), 4))
    if name == "mobile":
        return f"{value[:3]}-{value[3:7]}-{value[7:]}"
    if name in ("hkmobile", "hklandline", "local"):
        return f"{value[:4]} {value[4:]}"
    if name == "twmobile":
        return f"{value[:4]}-{value[4:7]}-{value[7:]}"
    if name in ("plate", "nevplate"):
        return f"{value[:2]}·{value[2:]}"
    return value

"""How many files come out exactly as they were written, by charset and by what they say of it themselves."""

from __future__ import annotations

import json
import lzma
import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.ingest.decoding import decode
from archive.ingest.records import Decoded, Problem

HANS = (
    "汐城海事处今天通报，夜间引航试行两个月，超大型船舶的候潮时间减少了一半，港口没有发生险情。",
    "“灯塔图书馆”昨日重新开放：读者凭旧借书证可以换取一枚纪念章，每人限领一枚……",
    "云渡县农业局说，今年的早稻比去年晚收七天，原因是四月下旬的低温；产量预计与往年持平。",
    "三号海堤合龙后，沉降仍须观测两个汛期。工程师何汀表示：“每一毫米都会记录在册。”",
)
HANT = (
    "鹿灣渡輪昨日復航，街坊憑舊船票換取熱湯，碼頭職員說當晚載客超過八百人，秩序良好。",
    "雲渡縣公安局提醒市民：退款毋須先付款，客服不會要求共享螢幕，亦不會索取銀行密碼。",
    "「燈塔圖書館」重新開放，讀者可在閱覽室過夜；館方說首晚有四十三人留宿，無人打鼾。",
    "颱風過後，漁船陸續回港。船家說今年的魚汛比去年遲了兩個星期，價錢卻高了三成。",
)
#: Codec to write with, what an honest label says, and which scripts it can hold.
CHARSETS = {
    "gb18030": ("gb2312", (HANS, HANT)),
    "gbk": ("gbk", (HANS, HANT)),
    "cp950": ("big5", (HANT,)),
    "big5hkscs": ("big5-hkscs", (HANT,)),
    "utf-8": ("utf-8", (HANS, HANT)),
    "utf-8-sig": ("utf-8", (HANS, HANT)),
    "utf-16": ("utf-16", (HANS, HANT)),
    "utf-16-le": ("utf-16", (HANS, HANT)),
    "utf-16-be": ("utf-16", (HANS, HANT)),
}
WRONG = ("utf-8", "gb2312", "big5", "iso-8859-1", "euc-kr")
LABELS = ("right", "wrong", "missing")
MARKUP = '<a href="/channel/20{n}/index.html" class="nav item-{n}" title=""><span class="icon"></span></a>' * 12
SHARED_FILES = 405


def label_of(charset: str, kind: str, chance: random.Random) -> str:
    right = CHARSETS[charset][0]
    if kind == "missing":
        return ""
    return right if kind == "right" else chance.choice([label for label in WRONG if label[:2] != right[:2]])


def as_page(text: str, label: str, number: int) -> str:
    """A page with far more markup than text."""
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">' if label else ""
    lines = "\n".join(f"<p>{line}</p>{MARKUP.replace('{n}', str(number))}" for line in text.split("\n"))
    return f"<html><head>{meta}<script>var page = {{}};</script></head><body>\n{lines}\n</body></html>"


def as_text(text: str, label: str) -> str:
    return f'<meta charset="{label}">\n{text}' if label else text


def outcome(text: str, charset: str) -> tuple[bool, str]:
    """Whether a text that is written in a charset comes out the same, and what it was taken for."""
    writable = text.encode(charset, errors="ignore").decode(charset).removeprefix("\ufeff")
    result = decode(writable.encode(charset))
    if isinstance(result, Problem):
        return False, result.code
    return result.text == writable, result.charset


@pytest.mark.parametrize("kind", LABELS)
@pytest.mark.parametrize("charset", CHARSETS)
def test_every_text_comes_out_as_it_was_written(charset: str, kind: str) -> None:
    chance = random.Random(f"{charset} {kind}")
    for texts in CHARSETS[charset][1]:
        for number, text in enumerate(texts):
            label = label_of(charset, kind, chance)
            for written in (as_text(text, label), as_page(text, label, number)):
                assert outcome(written, charset) == (True, outcome(written, charset)[1]), (label, written[:200])


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "cp950"])
@pytest.mark.parametrize("cut", range(1, 12))
def test_a_download_that_broke_off_keeps_its_charset(charset: str, cut: int) -> None:
    whole = "".join(HANT) * 3
    result = decode(whole.encode(charset)[:-cut])
    assert isinstance(result, Decoded)
    assert result.charset == {"cp950": "big5hkscs"}.get(charset, charset)
    assert result.text.rstrip("\ufffd") == whole[: len(result.text.rstrip("\ufffd"))]
    assert len(result.text) >= len(whole) - cut


def real_texts(shared_data: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    """Real news: whole, and its first 200 characters."""
    for script, name in ((HANS, "mainland_simplified_68798"), (HANT, "hk_traditional_6300")):
        with lzma.open(shared_data / "corpus" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
            for line, _ in zip(lines, range(60), strict=False):
                row = json.loads(line)
                body = row["body"] if isinstance(row["body"], str) else "\n".join(row["body"])
                yield script, body
                yield script, body[:200]
    for path in sorted((shared_data / "pages").glob("*.html"))[::12]:
        text = path.read_bytes().decode("utf-8", errors="ignore")
        yield HANS, re.sub(r"<meta[^>]*charset[^>]*>|<\?xml[^>]*>", "", text)


def test_real_texts_come_out_exactly_in_98_of_100_files(shared_data: Path) -> None:
    chance, texts, right, total = random.Random(11), list(real_texts(shared_data)), Counter(), Counter()
    for number in range(SHARED_FILES):
        charset, kind = list(CHARSETS)[number % len(CHARSETS)], LABELS[number // len(CHARSETS) % len(LABELS)]
        scripts = CHARSETS[charset][1]
        text = chance.choice([text for script, text in texts if script in scripts])
        label = label_of(charset, kind, chance)
        written = as_page(text, label, number) if number % 2 else as_text(text, label)
        total[charset, kind] += 1
        right[charset, kind] += outcome(written, charset)[0]
    for charset in CHARSETS:
        print(f"{charset:10}", *(f"{kind} {right[charset, kind]}/{total[charset, kind]}" for kind in LABELS))
    assert right.total() >= 0.98 * total.total()


def strange_bytes(chance: random.Random) -> bytes:
    """Noise, noise with the look of a charset, or a text in which bytes were lost, doubled and changed."""
    size = chance.choice((1, 2, 3, 7, 40, 300, 2000))
    kind = chance.randrange(5)
    if kind == 0:
        return os.urandom(size)
    if kind == 1:
        return bytes(chance.choice(b"\x81\xa1\xb0\xc4\xd6\xe4\xf9\xfe\xff\x80\x30\x40\x7e<>&") for _ in range(size))
    if kind == 2:
        return chance.choice((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x84\x31\x95\x33")) + os.urandom(size)
    data = bytearray("".join(chance.choice((HANS, HANT))).encode(chance.choice(("utf-8", "gb18030", "utf-16"))))
    for _ in range(chance.randrange(1, 30)):
        at = chance.randrange(len(data))
        data[at : at + chance.randrange(3)] = bytes([chance.randrange(256)] * chance.randrange(3))
    return bytes(data[: chance.randrange(1, len(data))])


@pytest.mark.parametrize("count", [300, pytest.param(5_000, marks=pytest.mark.slow)])
def test_no_bytes_raise(count: int) -> None:
    chance = random.Random(count)
    for _ in range(count):
        data = strange_bytes(chance)
        result = decode(data, declared=chance.choice(("", *WRONG)))
        assert isinstance(result, Decoded | Problem)
        if isinstance(result, Decoded):
            result.text.encode()  # no lone surrogates

"""What belongs to people is found however it is set, and other numbers, boxes and addresses are left alone."""

from __future__ import annotations

import time
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.detectors.personal_data import detect, find_numbers, is_card_number, is_identity_number
from archive.ingest.detectors.personal_data.overseas import is_hong_kong_id, is_taiwan_id
from archive.ingest.records import BLOCKING, Block, FindingKind, Reason, Role
from tests.archive.ingest import invented

ID = "990102199003074135"  # region 99 was never given out
MOBILE = "15400123456"  # no operator has 154
CARD = "6299999999999998"


def kinds(text: str) -> list[tuple[str, str]]:
    return [(str(kind), text[start:end]) for kind, start, end in find_numbers(text)]


@pytest.mark.parametrize(
    "text", [ID, "990102 19900307 4135", "９９０１０２１９９００３０７４１３５", "990102-19900307-4135"]
)
def test_an_identity_number_is_found_in_every_setting(text: str) -> None:
    assert kinds(f"证号:{text}。") == [("id-number", text)]


@pytest.mark.parametrize(
    "text", [MOBILE, "154 0012 3456", "154-0012-3456", "+86 15400123456", "１５４００１２３４５６"]
)
def test_a_mobile_number_is_found_in_every_setting(text: str) -> None:
    assert kinds(f"电话{text},") == [("mobile-number", text)]


@pytest.mark.parametrize("text", [CARD, "6299 9999 9999 9998"])
def test_a_bank_card_is_found_by_its_check_digit(text: str) -> None:
    assert kinds(f"卡号{text}转账") == [("bank-card", text)]


@pytest.mark.parametrize(
    "text",
    [
        "990102199003074136",  # check digit
        "990102199013074135",  # month 13
        "6299999999999999",  # Luhn
        "96110",
        "2023-04-15 10:22:33",
        "许可证:37120180021",
        "编号9901021990030741351234",
        "12345678901",
        "0000000000000000",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert kinds(text) == []


def test_fifteen_digits_are_an_old_identity_number_only_behind_the_word() -> None:
    assert kinds("身份证号码110102900307413") == [("id-number", "110102900307413")]
    assert kinds("订单110102900307413") == []


def test_a_number_outside_the_body_is_said_to_be_outside() -> None:
    blocks = (
        Block(0, ID, ID, Role.PARAGRAPH),
        Block(1, MOBILE, MOBILE, Role.REMOVED, Reason.TEASER, "after-end-mark"),
    )
    findings = list(detect(blocks))
    assert [(finding.kind, finding.block, finding.in_body) for finding in findings] == [
        (FindingKind.ID_NUMBER, 0, True),
        (FindingKind.MOBILE_NUMBER, 1, False),
    ]
    assert findings[0].text == blocks[0].cleaned[findings[0].start : findings[0].end]


def table(asked: Counter[str], right: Counter[str]) -> str:
    return "\n".join(f"{kind:16}{right[kind]:5} of {count}" for kind, count in sorted(asked.items()))


def test_at_least_98_in_100_invented_people_are_found_with_the_exact_words(capsys: pytest.CaptureFixture[str]) -> None:
    cases = invented.positives()
    asked, right = Counter(case.kind for case in cases), Counter[str]()
    surplus = 0
    for case in cases:
        found = kinds(case.text)
        right[case.kind] += (case.kind, case.words) in found
        surplus += len([find for find in found if find != (case.kind, case.words)])
    with capsys.disabled():
        print(f"\nfound, words and kind exact:\n{table(asked, right)}\nfinds beside them: {surplus}")
    assert len(cases) >= 300
    assert {case.kind for case in cases} == {kind.value for kind in BLOCKING}
    assert right.total() / asked.total() >= 0.98
    assert surplus / asked.total() <= 0.02


def test_at_least_98_in_100_numbers_that_are_nobodys_are_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    cases = invented.negatives()
    asked = Counter(case.kind for case in cases)
    right = Counter(case.kind for case in cases if not kinds(case.text))
    with capsys.disabled():
        print(f"\nleft alone:\n{table(asked, right)}")
    assert len(cases) >= 300
    assert right.total() / asked.total() >= 0.98


def test_every_invented_person_is_found_among_the_invented_nobodies() -> None:
    """All sentences as the blocks of one page: no neighbour's words hide a number."""
    cases = invented.positives()
    page = tuple(Block(at, case.text, case.text, Role.PARAGRAPH) for at, case in enumerate(cases))
    found = {(finding.block, finding.kind.value, finding.text) for finding in detect(page)}
    wanted = {(at, case.kind, case.words) for at, case in enumerate(cases)}
    assert len(wanted & found) / len(wanted) >= 0.98


def lines(sign: str) -> list[str]:
    """Sentences written by hand, each another one: those with personal data (+), those without (-)."""
    written = (invented.DATA.parent / "personal_data_lines.txt").read_text(encoding="utf-8").splitlines()
    return [line[2:] for line in written if line.startswith(sign)]


def test_sentences_written_by_hand_are_told_apart() -> None:
    held, free = lines("+"), lines("-")
    missed, surplus = [line for line in held if not kinds(line)], [line for line in free if kinds(line)]
    assert len(held) > 150 and len(free) > 200
    assert len(missed) / len(held) <= 0.02, missed
    assert len(surplus) / len(free) <= 0.02, surplus


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("咨询电话：021-63390000陶先生\xa0\xa0手机15400123456", "15400123456"),
        ("公民身份证号不详，住汐城市玉带路5号望海中心18D房。", "汐城市玉带路5号望海中心18D房"),
        ("新闻热线：0351-2770000；失主的电话：15400123456", "15400123456"),
        ("家住汐城市柳荫路12号\n3栋501室\n请联系", "汐城市柳荫路12号\n3栋501室"),
        ("家住汐城市柳荫路12号\n3号台风将至", "汐城市柳荫路12号"),
        ("家住汐城市和平区将军路后海巷12号的周渡", "汐城市和平区将军路后海巷12号"),
        ("15400123456户主周渡", "15400123456"),
        ("请找15400123456万先生", "15400123456"),
        ("汇入6299999999999998户名周渡", "6299999999999998"),
        ("TEL15400123456", "15400123456"),
        ("联系人:李警官,联系电话:15400123456,110", "15400123456"),
        ("电话号码为 1 5 4 0 0 1 2 3 4 5 6", "1 5 4 0 0 1 2 3 4 5 6"),
        ("一五四〇〇一二三四五六，这是他的手机号", "一五四〇〇一二三四五六"),
        ("号码是1️⃣5️⃣4️⃣0️⃣0️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6", "1️⃣5️⃣4️⃣0️⃣0️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6"),
        ("身份证号码是九九〇一〇二一九九〇〇三〇七四一三五", "九九〇一〇二一九九〇〇三〇七四一三五"),
        ("+852 9123 4567 陳先生", "+852 9123 4567"),
        ("聯絡電話：9123 4567（陳先生）", "9123 4567"),
        ("护照号码：E1234 5678", "E1234 5678"),
        ("澳門身份證號碼1234567(8)", "1234567(8)"),
        ("台胞证号码12345678", "12345678"),
        ("车牌号：粤Z·1234港", "粤Z·1234港"),
        ("发到zhou.du#qq.com就行", "zhou.du#qq.com"),
        ("发到zhou.du (at) gmail.com 就行", "zhou.du (at) gmail.com"),
        ("居住地址：汐城市望海花园 3幢 2单元 501", "汐城市望海花园 3幢 2单元 501"),
        ("住址：香港九龍觀塘道123號望海大廈12樓B室", "香港九龍觀塘道123號望海大廈12樓B室"),
        ("住汐城市解放路3号楼2单元501室", "汐城市解放路3号楼2单元501室"),
        ("监督电话：0571-88880000，联系人周女士，手机15400123456", "15400123456"),
    ],
)
def test_odd_settings_are_found_whole(text: str, words: str) -> None:
    assert [found for _, found in kinds(text)] == [words]


@pytest.mark.parametrize(
    "text",
    [
        "住院部3号楼501室",
        "新闻热线：0351-2770000；15400123456",
        "联系短信：15400112380",
        "编码SF15400123456",
        "累计15400123456人次",
        "征文发至组委会邮箱abc123@163.com",
        "民警抓住柳荫路12号的租客",
        "会议在汐城宾馆3号楼301室举行",
        "联系电话：0571-88880000",
        "协查邮箱：dy_lb@mfa.gov.example.gov.cn",
        "如有侵权请与本网联系。邮箱：abcxw@sina.com",
        "https://x.example/15400123456",
        "/2023/0415/990102199003074135.html?tel=15400123456",
        "客服QQ：15400123456",
        "转账15400123456.78元",
        "统一社会信用代码：91110105MA01ABCD12",
    ],
)
def test_what_only_looks_like_a_persons_is_left_alone(text: str) -> None:
    assert kinds(text) == []


def test_a_number_that_runs_over_the_end_of_a_line_is_found_on_its_first_block() -> None:
    texts = ("失主林见，身份证号990102199", "003074135，请来领取。")
    blocks = tuple(Block(at, text, text, Role.PARAGRAPH) for at, text in enumerate(texts))
    (finding,) = detect(blocks)
    assert (finding.block, finding.text, finding.in_body) == (0, "990102199\n003074135", True)
    assert texts[0][finding.start : finding.end] == "990102199"


def test_a_label_in_one_cell_of_a_table_counts_for_the_number_in_the_next() -> None:
    texts = ("姓名", "林见", "住址", "汐城市柳荫路12号3栋501室", "电话", "0571-86123456")
    blocks = tuple(Block(at, text, text, Role.PARAGRAPH) for at, text in enumerate(texts))
    assert [(finding.kind, finding.block) for finding in detect(blocks)] == [
        (FindingKind.HOME_ADDRESS, 3),
        (FindingKind.LANDLINE, 5),
    ]


def test_a_wrong_check_digit_exposes_a_person_too_where_the_words_say_what_it_is() -> None:
    wrong = ID[:-1] + "6"
    assert kinds(f"身份证号码：{wrong}") == [("id-number", wrong)]
    assert kinds(f"银行卡号：{CARD[:-1]}9") == [("bank-card", f"{CARD[:-1]}9")]
    assert kinds(f"编号：{wrong}") == kinds(wrong) == []


@given(st.integers(0, 999999), st.sampled_from("abcdefghz"))
def test_exactly_one_check_character_fits_a_hong_kong_or_a_taiwan_card(number: int, letter: str) -> None:
    assert sum(is_hong_kong_id(f"{letter}{number:06}{check}") for check in "0123456789a") == 1
    assert sum(is_taiwan_id(f"{letter}1{number:07}{check}") for check in "0123456789") == 1


@given(
    st.text("0123456789 -.()+@#abx:/\n\u200b号栋室路住址电话手机身份证京某", max_size=200),
)
def test_no_jumble_raises_and_every_find_lies_in_the_text(text: str) -> None:
    found = find_numbers(text)
    assert all(0 <= start < end <= len(text) for _, start, end in found)
    assert all(first[2] <= second[1] for first, second in pairwise(found))
    assert not any(text[end - 1 : end + 1].isdecimal() and end < len(text) for _, _, end in found)


@pytest.mark.parametrize(
    "piece", ["1 ", "1  ", "15400123456,", "住1号", "a@b.", "京A", "一", "9-", "住址:路1号", "(0", "\u200b1", "6222 "]
)
def test_a_page_of_nothing_else_is_read_in_good_time(piece: str) -> None:
    began = time.process_time()
    find_numbers(piece * (60_000 // len(piece)))
    assert time.process_time() - began < 8


@given(st.dates(), st.integers(100000, 999999), st.integers(0, 999))
def test_every_number_with_the_right_check_digit_is_one_and_with_a_wrong_one_is_none(
    day: object, region: int, sequence: int
) -> None:
    birthday = str(day).replace("-", "")
    digits = f"{region}{birthday}{sequence:03}"
    right = [last for last in "0123456789x" if is_identity_number(digits + last)]
    assert len(right) == ("1900" <= birthday[:4] <= "2099")


@given(st.text(alphabet="0123456789０１ -–.xX+号", max_size=120))
def test_no_jumble_of_digits_raises_and_findings_do_not_overlap(text: str) -> None:
    found = find_numbers(text)
    assert all(first[2] <= second[1] for first, second in pairwise(found))


@given(st.integers(10**14, 10**17))
def test_exactly_one_last_digit_passes_luhn(prefix: int) -> None:
    digits = str(prefix)
    if len(digits) >= 15 and len(set(digits)) > 2:
        assert sum(is_card_number(digits + str(last)) for last in range(10)) == 1


def test_a_mistyped_number_behind_its_label_may_run_over_the_end_of_a_line() -> None:
    text = "嫌疑人身份证号11010119900307\n663X，已被抓获。"
    assert [(kind, text[start:end]) for kind, start, end in find_numbers(text)] == [
        (FindingKind.ID_NUMBER, "11010119900307\n663X")
    ]

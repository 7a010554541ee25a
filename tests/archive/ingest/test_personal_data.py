"""Numbers that belong to people are found however they are set, and other numbers are left alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.detectors.personal_data import detect, find_numbers, is_card_number, is_identity_number
from archive.ingest.records import Block, FindingKind, Reason, Role

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

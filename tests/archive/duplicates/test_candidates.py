"""Who is worth reading: ranked by shared fingerprints, bounded in number."""

from __future__ import annotations

from archive.duplicates.candidates import COMPARED, HOLDERS_KEPT, Size, rank


def sizes(*keys: int, size: int = 10) -> dict[int, Size]:
    return {key: Size(size, size) for key in keys}


def test_those_that_share_most_come_first() -> None:
    holders = {1: [7, 8], 2: [7, 8], 3: [7]}
    assert [one.key for one in rank({1, 2, 3, 4, 5}, holders, sizes(7, 8))] == [7, 8]


def test_a_short_text_within_a_long_one_is_measured_by_its_own_size() -> None:
    found = rank(set(range(100)), {5: [7], 6: [8]}, {7: Size(2, 2), 8: Size(90, 90)})
    assert [(one.key, one.by_all) for one in found] == [(7, 0.5)]


def test_those_who_share_a_phrase_are_left_out() -> None:
    assert rank(set(range(20)), {1: [7]}, sizes(7, size=20)) == []


def test_one_who_has_gone_is_passed_over() -> None:
    assert rank({1}, {1: [7]}, {}) == []


def test_no_more_are_compared_than_time_allows() -> None:
    keys = range(HOLDERS_KEPT)
    found = rank({1, 2}, {1: keys, 2: keys}, sizes(*keys, size=2))
    assert [one.key for one in found] == list(range(COMPARED))


def test_what_is_shared_with_very_many_is_not_distinctive() -> None:
    many = range(HOLDERS_KEPT)
    found = rank({1, 2}, {1: many, 2: [3]}, sizes(*many, size=2))
    assert found[0].key == 3
    assert [one.distinctive for one in found[:2]] == [True, False]


def test_a_text_that_came_too_late_to_be_kept_with_common_fingerprints_is_found_by_its_rare_ones() -> None:
    common = {value: range(HOLDERS_KEPT) for value in range(40)}
    latecomer, size = 999, Size(all=50, kept=10)
    holders = common | {value: [latecomer] for value in range(40, 45)}
    everyone = {key: Size(50, 50) for key in range(HOLDERS_KEPT)} | {latecomer: size}
    first = rank(range(50), holders, everyone)[0]
    assert (first.key, first.by_rare, first.by_all) == (latecomer, 0.5, 0.1)


def test_a_text_without_anything_of_its_own_is_measured_by_what_it_shares() -> None:
    many = range(HOLDERS_KEPT)
    (first, *_rest) = rank({1, 2}, {1: many, 2: many}, sizes(*many, size=40))
    assert (first.by_rare, first.distinctive) == (1.0, True)

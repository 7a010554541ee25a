"""Counts, orders, pages, cursors, facets and collapsing are what plain Python makes of the same documents."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable

import numpy as np
import pytest

from archive.text.folding import fold
from search.engine.conditions import UnknownField
from search.engine.layout import MISSING, Document
from search.engine.plain import PlainDocument, holds
from search.engine.searching import Asked, Found, search
from search.engine.segments import Segment
from search.engine.snapshot import Snapshot
from search.query.syntax import And, Everything, Field, Node, Not, Or, Phrase, Term
from tests.search.engine.indexes import LAYOUT, by_stock, by_us, documents

DOCUMENTS = documents(330, seed=21)
REMOVED = {1, 17, 230}
PLAIN = {one.pk: PlainDocument.of(one, LAYOUT) for one in DOCUMENTS if one.pk not in REMOVED}
ALL = {pk: one.document for pk, one in PLAIN.items()}
TREES: list[Node] = [
    Everything(), Term("海堤"), Term("ai"), Phrase("他们的"), Or((Term("诈骗"), Term("警方"))), Term("龘"),
    And((Term("合龙"), Not(Field("script", "exact", "hant")))), Field("day", "range", (20230101, 20230228)),
]  # fmt: skip


@pytest.fixture(scope="module", params=[by_us, by_stock])
def snapshot(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    commits = [DOCUMENTS[:130], DOCUMENTS[130:131], DOCUMENTS[131:]]
    return request.param(tmp_path_factory.mktemp("index"), commits, sorted(REMOVED))


def read(tree: Node) -> set[int]:
    return {pk for pk, one in PLAIN.items() if holds(tree, one)}


def pks(found: Found) -> list[int]:
    return [hit.pk for hit in found.hits]


def by_columns(*names: str) -> Callable[[int], tuple[object, ...]]:
    """The key by which Python sorts documents as these keys do: those without a value come last."""

    def key(pk: int) -> tuple[object, ...]:
        return tuple(part for name in names for part in _part(ALL[pk], name.removeprefix("-"), name.startswith("-")))

    return key


def _part(one: Document, name: str, descending: bool) -> tuple[object, ...]:
    if name in LAYOUT.labels:
        label = one.labels[name]
        return (not label, tuple(-ord(char) for char in label) if descending else label)
    number = one.pk if name == "pk" else one.numbers.get(name, MISSING)
    return (number == MISSING, -number if descending else number)


class TestOrder:
    @pytest.mark.parametrize(
        "order",
        [
            ("pk",), ("-pk",), ("-moment", "-pk"), ("moment", "-pk"), ("-day", "source", "pk"),
            ("source", "-family", "-pk"), ("script", "-day", "pk"), ("kind", "moment", "pk"),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("stop", [None, 1, 7, 1000])
    def test_columns_order_as_python_sorts_and_documents_without_a_value_come_last(
        self, snapshot: Snapshot, order: tuple[str, ...], stop: int | None
    ) -> None:
        for tree in TREES:
            expected = sorted(read(tree), key=by_columns(*order))
            found = search(snapshot, Asked(tree, order=order, stop=stop))
            assert pks(found) == expected[:stop]
            assert (found.count, found.groups) == (len(expected), len(expected))

    def test_the_best_come_first_and_equal_ones_by_the_keys_that_follow(self, snapshot: Snapshot) -> None:
        for tree in TREES:
            hits = search(snapshot, Asked(tree)).hits
            score = {hit.pk: hit.score for hit in hits}
            assert [hit.pk for hit in hits] == sorted(
                score, key=lambda pk: (-score[pk], *by_columns("-moment", "-pk")(pk))
            )

    def test_the_values_of_the_order_come_with_each_hit(self, snapshot: Snapshot) -> None:
        for hit in search(snapshot, Asked(Term("海堤"), order=("-score", "day", "script", "pk"))).hits:
            one = ALL[hit.pk]
            assert hit.key == (hit.score, one.numbers.get("day", MISSING), one.labels["script"], one.pk)
            assert int(hit.segment.pks[hit.number]) == hit.pk
            assert hit.segment.text("title", hit.number) == fold(one.texts["title"])

    def test_a_name_that_is_no_column_is_refused(self, snapshot: Snapshot) -> None:
        with pytest.raises(UnknownField):
            search(snapshot, Asked(Everything(), order=("-colour",)))


class TestPages:
    @pytest.mark.parametrize("collapse", [None, "family"])
    def test_every_slice_is_the_slice_of_the_whole(self, snapshot: Snapshot, collapse: str | None) -> None:
        for tree in TREES:
            whole = search(snapshot, Asked(tree, collapse=collapse)).hits
            for start, stop in [(0, 0), (0, 5), (3, 4), (5, 17), (100, 120), (320, 400), (900, 905)]:
                assert (
                    search(snapshot, Asked(tree, start=start, stop=stop, collapse=collapse)).hits == whole[start:stop]
                )

    @pytest.mark.parametrize("collapse", [None, "family"])
    @pytest.mark.parametrize(
        "order", [("-score", "-moment", "-pk"), ("moment", "pk"), ("-day", "-pk"), ("script", "-pk")]
    )
    def test_cursors_lead_through_all_hits_and_meet_each_once(
        self, snapshot: Snapshot, order: tuple[str, ...], collapse: str | None
    ) -> None:
        for tree in TREES:
            whole = search(snapshot, Asked(tree, order=order, collapse=collapse)).hits
            met, after = [], None
            while page := search(snapshot, Asked(tree, order=order, stop=23, after=after, collapse=collapse)).hits:
                met += page
                after = page[-1].key
            assert met == whole

    def test_a_cursor_of_another_order_is_refused(self, snapshot: Snapshot) -> None:
        with pytest.raises(ValueError, match=r"argument|shorter|longer"):
            search(snapshot, Asked(Everything(), order=("-moment", "-pk"), after=(1,)))


class TestCollapsing:
    @pytest.mark.parametrize("order", [("-score", "-moment", "-pk"), ("moment", "pk"), ("-pk",)])
    def test_of_each_family_the_first_is_left_and_tells_of_the_others(
        self, snapshot: Snapshot, order: tuple[str, ...]
    ) -> None:
        for tree in TREES:
            plain = search(snapshot, Asked(tree, order=order))
            families = Counter(ALL[pk].numbers["family"] for pk in pks(plain))
            expected, seen = [], set()
            for pk in pks(plain):
                family = ALL[pk].numbers["family"]
                if family == MISSING or family not in seen:
                    expected.append((pk, 0 if family == MISSING else families[family] - 1))
                    seen.add(family)
            found = search(snapshot, Asked(tree, order=order, collapse="family"))
            assert [(hit.pk, hit.others) for hit in found.hits] == expected
            assert (found.count, found.groups) == (plain.count, len(expected))


class TestFacets:
    NAMES = ("year", "month", "source", "family", "script", "kind", "agencies", "places")

    def test_counts_are_those_of_the_documents_found_most_frequent_first(self, snapshot: Snapshot) -> None:
        for tree in TREES:
            found = search(snapshot, Asked(tree, facets=self.NAMES, stop=0)).facets
            for name in self.NAMES:
                counts = Counter(value for pk in read(tree) for value in values(ALL[pk], name))
                assert found[name] == sorted(counts.items(), key=lambda one: (-one[1], one[0])), name

    def test_a_facets_own_filter_does_not_hold_for_its_counts_and_all_others_do(self, snapshot: Snapshot) -> None:
        filters = {
            "script": Field("script", "in", ("hans", "hant")), "agencies": Field("agencies", "in", (2, 3)),
            "": Field("day", "gt", 20230000), "year": Field("year", "exact", 2023),
        }  # fmt: skip
        found = search(snapshot, Asked(Term("海堤"), filters=filters, facets=("script", "agencies", "year", "source")))
        assert set(pks(found)) == read(And((Term("海堤"), *without(filters))))
        for name in ("script", "agencies", "year", "source"):
            chosen = read(And((Term("海堤"), *without(filters, name))))
            assert dict(found.facets[name]) == Counter(value for pk in chosen for value in values(ALL[pk], name)), name

    def test_a_name_that_is_no_column_is_refused(self, snapshot: Snapshot) -> None:
        with pytest.raises(UnknownField):
            search(snapshot, Asked(Everything(), facets=("colour",)))


class TestVisibility:
    def test_what_is_not_visible_is_in_no_hit_no_count_and_no_facet(self, snapshot: Snapshot) -> None:
        hidden = set(random.Random(1).sample(sorted(ALL), 100))

        def visible(segment: Segment) -> np.ndarray:
            return ~np.isin(segment.pks, list(hidden))

        for tree in TREES:
            found = search(snapshot, Asked(tree, visible=visible, facets=("pk", "script"), collapse="family"))
            shown = read(tree) - hidden
            assert found.count == len(shown)
            assert set(pks(found)) <= shown
            assert {pk for pk, _ in found.facets["pk"]} == shown
            assert dict(found.facets["script"]) == Counter(v for pk in shown for v in values(ALL[pk], "script"))

    def test_an_empty_index_answers_with_nothing(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        empty = by_us(tmp_path_factory.mktemp("index"), [])
        asked = Asked(
            And((Term("海堤"), Not(Term("诈骗")))), facets=TestFacets.NAMES, collapse="family", after=(0.0, 1, 2)
        )
        assert search(empty, asked) == Found(0, 0, [], {name: [] for name in TestFacets.NAMES})


def without(filters: dict[str, Node], name: str | None = None) -> list[Node]:
    """The filters but for one; conditions on the year as conditions on the day, which plain reading knows."""
    year = Field("day", "range", (20230101, 20231231))
    return [year if key == "year" else node for key, node in filters.items() if key != name]


def values(one: Document, name: str) -> Iterable[int | str]:
    day = one.numbers.get("day", MISSING)
    match name:
        case "pk":
            found: list[int | str] = [one.pk]
        case "year" | "month":
            found = [] if day == MISSING else [day // (10_000 if name == "year" else 100)]
        case "script" | "kind":
            found = [one.labels[name]]
        case "agencies" | "places":
            found = list(one.sets[name])
        case _:
            found = [one.numbers[name]]
    return [value for value in found if value not in (MISSING, "")]

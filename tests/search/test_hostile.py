"""Whatever is typed is answered: the API and the page give 200, or 400 with words for a reader, and never an error."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from archive.models import Article
from search.asking import cursors
from tests.factories import AgencyFactory

#: Queries of the short test and of the long proof; the page is asked every other one.
FEW, MANY = 60, 5_000

_MARKS = "()（）[]{}《》【】\"'“”‘’„「」『』﹁﹂«»《》+-*?~^&|!:：.,，。、…—…<>%\\/#;_=`$@"
_CONTROLS = "".join(map(chr, range(32))) + "\x7f\x85\u2028\u2029\ufeff\u00ad"
_BIDI = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c"
_WORDS = (
    "海堤", "合龙", "詐騙", "诈骗", "covid", "AI", "5日", "骗", "𠮷野家", "🦆", "é", "e\u0301", "ﬁ", "㎏", "İ", "ß",
    " AND ", " OR ", " NOT ", " 与 ", " 或 ", " 非 ", "title:", "标题：", "date:", "日期：", "2023-13", "..", "9999999",
    "2023年3月", "last 30 days", "近9999999999天", "来源:", "机构:", "地区:", "type:", "字体:", "原字:", "author:", "-",
    "+", "* ", "cov*", "<script>alert(1)</script>", "'; DROP TABLE archive_article; --", "%00", "\ud7ff", "\uffff",
)  # fmt: skip

pieces = st.one_of(
    st.sampled_from(_WORDS),
    st.sampled_from(_MARKS),
    st.sampled_from(_CONTROLS),
    st.sampled_from(_BIDI),
    st.text(st.characters(min_codepoint=0x10000), max_size=3),
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=6),
    st.text(max_size=4),
)
#: Mixtures of all of these, and of each a run as long as a query may be, and longer.
queries = st.one_of(
    st.lists(pieces, max_size=40).map("".join),
    st.builds(lambda piece, times: piece * times, pieces, st.integers(1, 300)),
    st.text(max_size=256),
)
_numbers = st.one_of(st.integers().map(str), st.text(max_size=6))
_cursors = st.one_of(
    st.text(max_size=40),
    st.lists(st.one_of(st.integers(), st.floats()), max_size=4).map(lambda some: cursors.encoded(tuple(some))),
)
_values = st.one_of(
    st.sampled_from(["qa", "-qa", "33", "-3301", "hans", "-hant", "outlet", "'", "<b>", "--", "\x00"]),
    st.text(max_size=8),
)
_everything = st.fixed_dictionaries(
    {"q": queries},
    optional={
        "page": _numbers, "size": _numbers, "cursor": _cursors,
        "sort": st.sampled_from(["relevance", "-date", "date", "pk; --"]),
        "from": st.one_of(st.sampled_from(["2023", "2023-02-30", "0001-01-01", "9999-12-31"]), st.text(max_size=10)),
        "to": st.one_of(st.sampled_from(["2023", "2022-01", "0001", "9999"]), st.text(max_size=10)),
        **{name: st.lists(_values, max_size=3) for name in ("source", "agency", "place", "script", "kind")},
        "facets": st.sampled_from(["0", "1"]), "collapse": st.sampled_from(["0", "1"]), "fresh": st.sampled_from("01"),
    },
)  # fmt: skip
_sensible = st.fixed_dictionaries(
    {"q": queries},
    optional={
        "page": st.integers(1, 1_000_000).map(str), "sort": st.sampled_from(["relevance", "-date", "date"]),
        "from": st.sampled_from(["2023", "0001-01-01"]), "script": st.sampled_from(["hans", "-hant"]),
        "facets": st.just("1"), "collapse": st.just("1"), "fresh": st.just("0"),
    },
)  # fmt: skip
#: Of four requests, three have no mistake but in the query, so that it is looked for.
parameters = st.one_of(_sensible, _sensible, _sensible, _everything)


@pytest.fixture
def archive(publish: Callable[..., Article]) -> Iterator[None]:
    """A few articles with what the queries are made of."""
    source = AgencyFactory(slug="qa")
    for number, words in enumerate(["海堤合龙 COVID-19", "電信詐騙（圖）", "𠮷野家 🦆 5日", "AI<script>“或”</script>"]):
        publish(title=words, body=[f"{words}，第{number}号。", "骗" * 40], source=source)
    yield


def ask(client: Client, address: str, asked: dict[str, Any]) -> float:
    """Ask, look at the answer, return the milliseconds it took."""
    started = time.perf_counter()
    answer = client.get(address, asked)
    took = (time.perf_counter() - started) * 1000
    content = answer.content.decode()
    assert answer.status_code in ((200, 400) if address.startswith("/api") else (200,)), (answer.status_code, asked)
    if answer["Content-Type"].startswith("application/json"):
        told = json.loads(content)
        assert told.get("error") if answer.status_code == 400 else told["count"] >= 0
    assert "<script>alert" not in content or address.startswith("/api")
    return took


def surrogates_aside(asked: dict[str, Any]) -> dict[str, Any]:
    """What an address can hold: bytes of UTF-8. Broken ones are tested with the API."""

    def whole(value: str) -> str:
        return value.encode("utf-8", "replace").decode()

    return {name: list(map(whole, one)) if isinstance(one, list) else whole(one) for name, one in asked.items()}


def hail(client: Client, times: int) -> list[float]:
    """Ask so many times, the page every other time; return the milliseconds."""
    took: list[float] = []

    @settings(
        max_examples=times, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    )  # fmt: skip
    @given(parameters)
    def one(asked: dict[str, Any]) -> None:
        address = "/search/" if len(took) % 2 else "/api/v1/search"
        took.append(ask(client, address, surrogates_aside(asked)))

    one()
    return took


def test_hostile_queries_are_answered(archive: None, client: Client) -> None:
    assert len(hail(client, FEW)) >= FEW


@pytest.mark.slow
def test_five_thousand_hostile_queries_are_answered(archive: None, client: Client) -> None:
    took = sorted(hail(client, MANY))
    assert len(took) >= MANY
    p50, p99, worst = (took[int(part * (len(took) - 1))] for part in (0.5, 0.99, 1))
    print(f"\n{len(took)} hostile queries: p50 {p50:.1f} ms, p99 {p99:.1f} ms, longest {worst:.1f} ms")

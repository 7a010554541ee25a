"""Pages read side by side: each gets its own answer, whatever happens to its neighbours."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from archive.ingest import authority
from archive.ingest.pool import Pool
from archive.ingest.records import Extraction, Problem, SourceFile


def page(number: int) -> SourceFile:
    text = f"汐城夜航第{number}夜\n2024-07-18 06:40 来源：汐城晚报\n夜间引航试行以来，候潮时间减少了一半，船家说省心。"
    return SourceFile(f"{number}.txt", text.encode())


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(authority.starter(), size=2) as pool:
        yield pool


def title_of(result: Extraction | Problem) -> str:
    assert isinstance(result, Extraction)
    assert result.title
    return result.title.value


def test_each_page_gets_its_own_answer(pool: Pool) -> None:
    futures = [pool.submit(lambda number=number: page(number)) for number in range(12)]
    assert [title_of(future.result()) for future in futures] == [f"汐城夜航第{number}夜" for number in range(12)]


def test_a_file_that_cannot_be_read_fails_alone(pool: Pool) -> None:
    def broken() -> SourceFile:
        raise FileNotFoundError("the disk forgot it")

    futures = [pool.submit(lambda: page(1)), pool.submit(broken), pool.submit(lambda: page(2))]
    assert title_of(futures[0].result()) == "汐城夜航第1夜"
    assert isinstance(futures[1].exception(), FileNotFoundError)
    assert title_of(futures[2].result()) == "汐城夜航第2夜"


def test_a_killed_child_costs_at_most_its_own_page(pool: Pool) -> None:
    pool.submit(lambda: page(1)).result()
    for sandbox in pool._sandboxes:
        if sandbox._child:
            os.kill(sandbox._child.pid, signal.SIGKILL)
    results = [future.result() for future in [pool.submit(lambda n=n: page(n)) for n in range(6)]]
    assert sum(isinstance(result, Extraction) for result in results) >= 4


def test_an_agency_learnt_meanwhile_is_known_in_the_next_page() -> None:
    with Pool(authority.build([]), size=1) as pool:
        assert pool.submit(lambda: page(1)).result().mentions == ()
        text = "汐城夜航\n2024-07-18 06:40 来源：汐城晚报\n汐城渔政所今天说，夜间引航试行以来，候潮时间减少了一半。"
        source = SourceFile("a.txt", text.encode())
        pool.learn(authority.build([("汐城渔政所", "government", [])]))
        assert [fact.value for fact in pool.submit(lambda: source).result().mentions] == ["汐城渔政所"]


def test_closing_ends_all_children() -> None:
    with Pool(authority.starter(), size=2) as pool:
        for future in [pool.submit(lambda n=n: page(n)) for n in range(4)]:
            future.result()
        children = [sandbox._child for sandbox in pool._sandboxes]
    assert all(child is None or child.poll() is not None for child in children)

"""Whatever happens to the files: the site answers, and the index heals by itself."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from archive import publishing
from archive.models import Article
from search.engine.folders import live_folder
from search.indexing import indexer
from search.indexing.keeper import Keeper
from tests.search.looking import assert_in_step, correct, found

Damage = Callable[[Path, random.Random], None]


def truncate(file: Path, chance: random.Random) -> None:
    os.truncate(file, chance.randrange(file.stat().st_size or 1))


def flip(file: Path, chance: random.Random) -> None:
    content = bytearray(file.read_bytes())
    for _ in range(chance.randint(1, 8)):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)


def zero(file: Path, chance: random.Random) -> None:
    size = file.stat().st_size
    start = chance.randrange(size)
    with file.open("r+b") as opened:
        opened.seek(start)
        opened.write(bytes(min(chance.randint(1, 4096), size - start)))


def delete(file: Path, _: random.Random) -> None:
    file.unlink()


def forbid(file: Path, _: random.Random) -> None:
    file.chmod(0)


DAMAGES: list[Damage] = [truncate, flip, zero, delete, forbid]
#: What an index consists of.
KINDS = ["live", "*/*.seg", "*/*.toc", "*/stamp.json", "*/words.txt", "*/checksums.json"]


def one_of(kind: str, root: Path, chance: random.Random) -> Path:
    """A file of the live index, or the pointer to it; not an empty one, which nothing can happen to but deletion."""
    folder = live_folder(root)
    found = [path for path in root.glob(kind) if path.name == "live" or path.parent == folder]
    return chance.choice([path for path in found if path.stat().st_size] or [root / "live"])


def ask(words: str = "海堤") -> None:
    """A reader's request: whatever it finds, it is answered."""
    answer = Client().get("/api/v1/search", {"q": words, "facets": "1"})
    assert answer.status_code == 200, answer.content


def heal() -> None:
    """What the worker does until nothing is left, its hourly check included."""
    keeper = Keeper()
    keeper._check_at = 0.0
    while keeper.step():
        pass


@pytest.mark.parametrize("damage", DAMAGES)
def test_each_kind_of_damage_to_each_file_heals(
    damage: Damage, publish: Callable[..., Article], index_folder: Path
) -> None:
    for _ in range(4):
        publish()
    chance = random.Random(damage.__name__)
    for kind in KINDS[:4]:
        damage(one_of(kind, index_folder, chance), chance)
        ask()
        heal()
        ask()
        assert_in_step()


def test_a_flipped_letter_is_not_copied_into_a_new_segment(publish: Callable[..., Article], index_folder: Path) -> None:
    publish()
    article = publish(title="海堤甲乙丙")
    segment = next(path for path in live_folder(index_folder).glob("*.seg") if b"\x32\x75\x59\x4e" in path.read_bytes())
    segment.write_bytes(segment.read_bytes().replace("甲乙丙".encode("utf-16-le"), "甲乙丁".encode("utf-16-le")))
    correct(publish(indexed=False), title="又一篇")
    for _ in range(8):
        publish()
    assert found("甲乙丙") == 1 and found("甲乙丁") == 0
    assert_in_step()
    publishing.withdraw(article, by=None, reason="test")
    assert_in_step()


@pytest.mark.parametrize("lost", ["folder", "root", "contents"])
def test_lost_folders_heal(lost: str, publish: Callable[..., Article], index_folder: Path) -> None:
    publish()
    if lost == "contents":
        for path in live_folder(index_folder).iterdir():
            path.unlink()
    else:
        shutil.rmtree(live_folder(index_folder) if lost == "folder" else index_folder)
    ask()
    heal()
    assert_in_step()


def test_a_change_meets_a_damaged_index_and_is_not_lost(publish: Callable[..., Article], index_folder: Path) -> None:
    article = publish()
    for file in live_folder(index_folder).glob("*.seg"):
        os.truncate(file, 10)
    publishing.withdraw(article, by=None, reason="test")
    publish()
    ask()
    assert_in_step()


@pytest.mark.slow
def test_a_hundred_random_damages(publish: Callable[..., Article], index_folder: Path) -> None:
    chance = random.Random()
    articles = [publish(indexed=False) for _ in range(60)]
    indexer.rebuild()
    for number in range(100):
        correct(chance.choice(articles), title=f"海堤改{number}")
        if chance.random() < 0.7:
            indexer.drain()
        file = one_of(chance.choice(["*/*.seg", "*/*.seg", "*/*.toc", *KINDS]), index_folder, chance)
        chance.choice(DAMAGES)(file, chance)
        ask(chance.choice(["海堤", "合龙", f"改{number}", "海堤 -合龙", "观测两个汛期"]))
        heal()
        ask()
        assert_in_step()

"""Cleaning can be undone: whatever people cut, restore or rename, the page stays whole and comes back exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.models import Article, Event, TextBlock
from archive.review import roles_of_blocks
from archive.review.changes import body_of
from archive.review.decisions import change_role, cut_block, restore_block
from archive.review.outcomes import Objection
from tests.drafts import ID_NUMBER, PARAGRAPHS, make_draft

KEPT = ("text", "cleaned", "role", "reason", "rule", "readings", "was")
words = st.text(alphabet="網電詐zhà()（）騙，。 \n責編：林渡", min_size=1, max_size=12)


@st.composite
def blocks(draw: st.DrawFn) -> list[TextBlock]:
    """A page as ingest leaves it: some blocks lost a reading or a closing credit, credit lines have no own text."""
    made = []
    for position in range(draw(st.integers(1, 6))):
        text = draw(words)
        role = draw(st.sampled_from(["title", "credit", "heading", "paragraph", "caption", "removed"]))
        cleaned = "" if role == "credit" else text[: draw(st.integers(1, len(text)))]
        readings = [{"at": at, "reading": "zhà"} for at in range(len(cleaned)) if draw(st.booleans())]
        why = {"reason": "share", "rule": "share-bar"} if role == "removed" else {}
        made.append(TextBlock(position=position, text=text, cleaned=cleaned, role=role, readings=readings, **why))
    return made


steps = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["turn", *roles_of_blocks.CHOICES])), max_size=12)


def state(page: list[TextBlock]) -> list[list[object]]:
    return [[getattr(block, name) for name in KEPT] for block in page]


def turn(block: TextBlock) -> None:
    """What a click does: cut what is in the body, restore what is not."""
    (roles_of_blocks.cut if block.in_body else roles_of_blocks.restore)(block)


def do(page: list[TextBlock], position: int, step: str) -> None:
    block = page[position % len(page)]
    if step == "turn":
        turn(block)
    elif block.role != step:
        roles_of_blocks.change(block, step)


@given(page=blocks(), todo=steps)
def test_the_page_is_always_its_body_and_the_rest_in_order(page, todo):
    before = [block.text for block in page]
    for position, step in todo:
        do(page, position, step)
        body = [block for block in page if block.in_body]
        rest = [block for block in page if not block.in_body]
        assert [block.text for block in sorted(body + rest, key=lambda block: block.position)] == before
        assert body_of(page) == [block.cleaned for block in body]
        assert all(bool(block.reason) == (block.role == "removed") for block in page)


@given(page=blocks(), todo=steps)
def test_blocks_that_are_turned_back_are_exactly_what_they_were(page, todo):
    before = state(page)
    for position, step in todo:
        do(page, position, step)
    for block, was in zip(page, before, strict=True):
        if block.was and block.in_body == (was[KEPT.index("role")] in TextBlock.BODY_ROLES):
            turn(block)  # as the other kind first: the second click undoes
        if block.was:
            turn(block)
    assert state(page) == before


@given(page=blocks(), clicks=st.lists(st.integers(0, 5), max_size=8))
def test_two_clicks_on_a_block_are_none(page, clicks):
    before = state(page)
    for position in clicks + clicks[::-1]:
        turn(page[position % len(page)])
    assert state(page) == before


def nothing(text: str) -> list[tuple[str, str]]:
    return []


def stored(article: Article) -> list[tuple[object, ...]]:
    return list(article.blocks.values_list(*KEPT))


@pytest.mark.django_db
class TestStored:
    def test_every_block_cut_or_restored_and_back_is_the_article_as_it_was(self):
        article = make_draft()
        before, body = stored(article), list(article.body)
        kept = [block.position for block in article.blocks.all() if block.in_body]
        others = [block.position for block in article.blocks.all() if not block.in_body]
        for position in others:
            assert restore_block(article, position, by=None, detect=nothing) is None
        for position in kept:
            assert cut_block(article, position, by=None) is None
        assert Article.objects.get().body != body
        for position in others:
            assert cut_block(article, position, by=None) is None
        for position in kept:
            assert restore_block(article, position, by=None, detect=nothing) is None
        assert stored(article) == before
        assert Article.objects.get().body == body

    @pytest.mark.parametrize("role", ["heading", "caption"])
    def test_a_role_is_changed_and_the_body_follows(self, role):
        article = make_draft()
        assert change_role(article, 7, role, by=None, detect=nothing) is None
        assert (PARAGRAPHS[7] in Article.objects.get().body) == (role == "heading")
        told = Event.objects.get(action="role changed").data
        assert (told["block"], told["was"], told["role"]) == (7, "paragraph", role)
        change_role(article, 7, "paragraph", by=None, detect=nothing)
        assert article.blocks.get(position=7).was is None

    @pytest.mark.parametrize(("position", "role"), [(7, "paragraph"), (7, "title"), (7, "nonsense"), (99, "heading")])
    def test_what_is_no_change_is_refused(self, position, role):
        assert change_role(make_draft(), position, role, by=None, detect=nothing) == Objection.NO_BLOCK

    def test_masked_words_that_come_back_with_a_block_stand_open_again(self):
        article = make_draft()
        article.findings.update(state="masked", in_body=False)
        article.blocks.filter(position=6).update(role="credit", cleaned="")
        article.body = [PARAGRAPHS[5]]
        article.save()
        restore_block(article, 6, by=None, detect=nothing)
        assert article.findings.blocking().filter(text=ID_NUMBER).exists()

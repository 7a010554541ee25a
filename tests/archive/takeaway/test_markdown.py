"""An article as Markdown: what it shows are the article's own characters, and an upload reads it back."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from archive.citing import facts_of
from archive.ingest import authority, pipeline
from archive.ingest.records import Extraction, SourceFile
from archive.models import Article
from archive.takeaway import as_markdown, shown
from archive.takeaway.markdown import escape
from tests.factories import ArticleFactory

LINES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1)


def shown_by_commonmark(line: str) -> str:
    paragraph = html.fromstring(MarkdownIt().render(escape(line)))
    assert paragraph.tag == "p" and len(paragraph) == 0, line
    return str(paragraph.text)


@given(LINES)
@example("# 甲")
@example("1. 甲")
@example("2024) 甲")
@example("- 甲")
@example("=====")
@example("***")
@example("| a | b |")
@example("<b>甲</b> &amp; [乙](javascript:alert(1)) `丙`")
@example("http://example.test/a_b_c *丁*")
def test_a_paragraph_shows_its_own_characters(line: str) -> None:
    assert shown_by_commonmark(line) == line


@pytest.mark.django_db
def test_an_upload_of_the_file_is_the_same_article_again() -> None:
    article: Article = ArticleFactory(
        state="published",
        title="三号海堤：“合龙” *1*",
        source_name="汐城晚报",
        site_name="远汀网",
        authors=["沈砚舟", "陆知微"],
        url="https://news.example/20240912/1",
        body=["昨天上午十点二十分，[三号海堤]在平潮时分合龙，# 1 堤 * 2。", "1. 堤身沉降仍须观测两个汛期。"],
    )
    [one] = shown([article])
    facts = facts_of(article, permalink="https://archive.example/a/x/", accessed=datetime.date(2026, 11, 22))
    source = SourceFile("x.md", as_markdown(one, facts).encode())
    found = pipeline.extract(source, authority=authority.starter(), today=datetime.date(2026, 11, 22))
    assert isinstance(found, Extraction)
    assert found.title and found.title.value == article.title
    assert found.source and found.source.value == "汐城晚报"
    assert found.published and found.published.value.on == article.published_on
    assert found.authors and found.authors.value == ("沈砚舟", "陆知微")
    assert found.url and found.url.value == article.url
    assert list(found.body) == article.body

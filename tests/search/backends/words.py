"""The contract on words: found wherever they are visible, in either script, and nowhere else."""

from __future__ import annotations

import random

from haystack.inputs import AutoQuery, Clean, Exact
from haystack.query import SearchQuerySet

from tests.search.backends.newsroom import Newsroom


class WordsContract(Newsroom):
    """Terms, phrases, letters and digits, and the signs of query languages."""

    def test_both_scripts_and_single_characters_find_the_same_articles(self) -> None:
        for words in ("诈骗", "詐騙", "骗", "騙", "海堤", "合龍", "沉降", "堤", "疫苗", "灘塗"):
            found = self.numbers(SearchQuerySet().filter(content=words))
            assert found == self.holding(words) != set(), words

    def test_any_visible_words_find_their_article_and_no_other(self) -> None:
        chance = random.Random(20240912)
        for _ in range(300):
            line = chance.choice([line for article in self.articles for line in [article.title, *article.body] if line])
            start = chance.randrange(len(line))
            words = line[start : start + chance.randint(1, 12)].strip()
            if words:
                found = self.numbers(SearchQuerySet().filter(content__exact=words))
                assert found == self.holding(words), words

    def test_words_parted_by_blanks_must_all_occur(self) -> None:
        assert self.numbers(SearchQuerySet().filter(content="电信 网络 诈骗")) == {0, 1, 4}

    def test_a_phrase_must_occur_as_it_stands(self) -> None:
        assert self.numbers(SearchQuerySet().filter(content__exact="电信网络诈骗")) == {0}
        assert self.numbers(SearchQuerySet().filter(content=AutoQuery("「電信網絡詐騙」"))) == {0}

    def test_a_term_does_not_span_two_paragraphs(self) -> None:
        assert self.numbers(SearchQuerySet().filter(content__exact="网络。诈骗")) == set()
        assert self.numbers(SearchQuerySet().filter(content__exact="网络诈骗电话")) == set()

    def test_letters_and_digits_are_found_as_whole_runs_unless_han_stands_with_them(self) -> None:
        for words, expected in [
            ("iphone15", {3}),
            ("IPHONE15", {3}),
            ("phone15", set()),
            ("iphone", set()),
            ("ｉＰｈｏｎｅ１５", {3}),
            ("covid-19", {5}),
            ("covid", {5}),
            ("5", {1}),
            ("000", {1}),
            ("86公里", {2}),
            ("6公里", {2}),
            ("总长4", {2}),
            ("15萬", {5}),
        ]:
            assert self.numbers(SearchQuerySet().filter(content=words)) == expected, words

    def test_signs_of_query_languages_are_words_like_any_other(self) -> None:
        everything = self.numbers(SearchQuerySet().all())
        for words in [
            "']django_id:2",
            "*",
            "text:*",
            "django_id:*",
            "NOT 海堤",
            "海堤 OR 疫苗",
            "a* ?",
            "[a TO z]",
            "海堤~9",
            "(" * 2000,
            "\x00",
            "\ud800",
            "🦆",
            "海堤\x00合龙",
            '"',
            "text:海堤 AND state:draft",
        ]:
            for value in (words, Clean(words), Exact(words), AutoQuery(words)):
                found = self.numbers(SearchQuerySet().filter(content=value))
                assert found <= everything and -1 not in found
                assert found == everything or not found or "海堤" in words, value

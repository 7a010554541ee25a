"""The staff's words: what may be one, and that a rebuilt index holds them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from archive.models import Article
from search.indexing import indexer
from search.models import DictionaryWord
from search.suggestions.dictionary import staff_names, waiting_words, words_in_use
from tests.factories import AgencyFactory

pytestmark = pytest.mark.django_db


def add(word: str) -> DictionaryWord:
    made = DictionaryWord(word=word)
    made.full_clean()
    made.save()
    return made


class TestWhatMayBeAWord:
    @pytest.mark.parametrize("word", ["陆仁嘉", "淨網行動", " 汐城护民队 "])
    def test_three_chinese_characters_and_more(self, word: str) -> None:
        assert add(word).word == word.strip()

    @pytest.mark.parametrize("word", ["", "陆仁", "陆 仁嘉", "5G诈骗", "陆·仁嘉", "covid", "陆仁嘉。", "１２３"])
    def test_nothing_else(self, word: str) -> None:
        with pytest.raises(ValidationError) as refused:
            add(word)
        assert list(refused.value.message_dict) == ["word"]

    def test_each_once_whichever_script(self) -> None:
        add("陸仁嘉")
        with pytest.raises(ValidationError) as refused:
            add("陆仁嘉")
        assert list(refused.value.message_dict) == ["word"]

    def test_a_word_may_be_changed_without_being_its_own_double(self) -> None:
        made = add("陸仁嘉")
        made.note = "mayor"
        made.full_clean()


class TestStaffNames:
    def test_they_are_folded_words_and_the_names_of_confirmed_agencies(self) -> None:
        add("淨網行動")
        AgencyFactory(name="濱海市公安局", aliases=["濱海警方", "市局", "Binhai Police"])
        AgencyFactory(name="沧澜通讯社", confirmed=False)
        assert staff_names() == {"净网行动", "滨海市公安局", "滨海警方"}

    def test_words_wait_for_the_next_rebuild(self, publish: Callable[..., Article]) -> None:
        publish(body=["净网行动收官。"])
        assert waiting_words() == frozenset()
        word = add("淨網行動")
        assert (words_in_use(), waiting_words()) == (frozenset(), {"净网行动"})
        indexer.rebuild()
        assert (words_in_use(), waiting_words()) == ({"净网行动"}, frozenset())
        word.delete()
        assert waiting_words() == {"净网行动"}

    def test_without_an_index_none_is_in_use(self, index_folder: object) -> None:
        assert words_in_use() == frozenset()

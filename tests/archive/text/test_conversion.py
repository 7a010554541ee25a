"""Conversion to the other script: by phrases, aligned with the original, and never through a name."""

from __future__ import annotations

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.conversion import Conversion, Lexicon, convert, simplified, traditional
from archive.text.folding import fold
from archive.text.proper_names import Names

PROSE = "头发发展，皇后之后；海堤里面有三只船，台风过后干部干活，钟表店的于先生说：于是水位恢复，复杂的系统关系。"


class TestPhrases:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("头发与发展", "頭髮與發展"),
            ("皇后来了之后", "皇后來了之後"),
            ("窦太后", "竇太后"),
            ("几只船，只有一只", "幾隻船，只有一隻"),
            ("里程碑在村里", "里程碑在村裏"),
        ],
    )
    def test_characters_are_chosen_by_the_phrase(self, text, shown):
        assert traditional(text) == shown

    @pytest.mark.parametrize(
        ("text", "shown"), [("乾隆年間乾杯", "乾隆年间干杯"), ("瞭望臺", "瞭望台"), ("著名", "著名")]
    )
    def test_so_are_simplified_ones(self, text, shown):
        assert simplified(text) == shown

    @pytest.mark.parametrize(
        ("conversion", "shown"),
        [
            (Conversion.S2T, "爲了羣衆在臺上說着裏面的話"),
            (Conversion.S2TW, "為了群眾在臺上說著裡面的話"),
            (Conversion.S2HK, "為了羣眾在台上説着裏面的話"),
        ],
    )
    def test_taiwan_and_hong_kong_have_their_own_forms(self, conversion, shown):
        assert convert("为了群众在台上说着里面的话", conversion).text == shown

    @pytest.mark.parametrize("conversion", [Conversion.T2TW, Conversion.T2HK])
    def test_a_traditional_text_goes_through_no_table_for_simplified_ones(self, conversion):
        assert convert("皇后干政，后土廟的斗", conversion).text == "皇后干政，后土廟的斗"

    @pytest.mark.parametrize("conversion", Conversion)
    def test_the_library_says_the_same(self, conversion):
        assert convert(PROSE, conversion).text == opencc.OpenCC(conversion.value).convert(PROSE)

    @given(st.text(st.sampled_from(PROSE + "髮發 a1")), st.sampled_from(Conversion))
    def test_a_conversion_changes_nothing_but_the_script(self, text, conversion):
        """Folding keeps 瞭 and 覆, which 了 and 复 become in 了解 and 复水, and forms of Hong Kong that OpenCC's table
        does not know."""
        shown = convert(text, conversion)
        assert shown.uneven == ()
        kept = [(new, old) for new, old in zip(shown.text, text, strict=True) if new not in "瞭覆枱説鋭敍衞"]
        assert fold("".join(new for new, _ in kept)) == fold("".join(old for _, old in kept))

    def test_phrases_may_become_longer_or_shorter(self):
        lexicon = Lexicon.of({"软件": "軟體", "打印机": "印表機器"}, {"软": "軟"})
        assert list(lexicon.segments("打印机软软件")) == [("打印机", "印表機器"), ("软", "軟"), ("软件", "軟體")]


class TestNames:
    NAMES = Names.of(["于成龙", "范里", "王后元", "叶钟", "李乾"], ["大公報", "南岬新聞", "汐城晚报"])

    @pytest.mark.parametrize("name", ["于成龙", "范里", "王后元", "叶钟"])
    @pytest.mark.parametrize("around", ["记者{}报道", "于是{}来了", "皇{}后", "里{}面"])
    def test_a_name_is_the_same_whatever_stands_beside_it(self, name, around):
        alone = convert(name, Conversion.S2T, self.NAMES).text
        assert alone == {"于成龙": "于成龍", "范里": "范里", "王后元": "王后元", "叶钟": "葉鍾"}[name]
        assert alone in convert(around.format(name), Conversion.S2T, self.NAMES).text

    def test_without_being_told_of_them_the_tables_mangle_names(self):
        assert convert("记者范里", Conversion.S2T).text == "記者範裏"

    def test_the_other_way_round_too(self):
        assert convert("李乾於乾旱之後", Conversion.T2S, self.NAMES).text == "李乾于干旱之后"

    def test_a_body_bears_its_registered_name(self):
        assert convert("据大公报与汐城晚报", Conversion.S2T, self.NAMES).text == "據大公報與汐城晚報"
        names = Names.of([], ["台灣晚報"])
        assert convert("台湾晚报说台湾", Conversion.S2T, names).text == "台灣晚報說臺灣"

    def test_a_name_registered_in_the_other_script_is_converted_by_itself(self):
        assert convert("據南岬新聞", Conversion.T2S, self.NAMES).text == "据南岬新闻"

    def test_a_body_in_latin_letters_tells_no_script(self):
        assert convert("BBC说", Conversion.S2T, Names.of([], ["BBC"])).text == "BBC說"

    def test_one_character_is_no_name_to_look_for(self):
        assert list(Names.of(["后", " 里 "]).parts("之后")) == list(Names().parts("之后"))

    @given(st.text(st.sampled_from("于成龙后元范里皇大公报 ，")), st.sampled_from(Conversion))
    def test_names_cost_no_character(self, text, conversion):
        assert fold(convert(text, conversion, self.NAMES).text) == fold(text)

"""Agencies named in a text: longest name, canonical form, either script, abbreviations by what stands around."""

from __future__ import annotations

import json
import time
import tomllib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest import authority
from archive.ingest.authority.knowledge import MENTIONS_FILE
from archive.ingest.authority.reading import Mention, read
from archive.ingest.detectors import outlets
from archive.ingest.records import Evidence, Fact, FindingKind
from archive.text.divisions import by_full_name, divisions, formal_name, full_region
from archive.text.folding import fold

KNOWN = authority.starter()


def mentions(*lines: str) -> list[Mention]:
    return read([fold(line) for line in lines], KNOWN)


def named(*lines: str) -> list[str]:
    return [mention.name for mention in mentions(*lines)]


class TestKnownNames:
    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("公安部、最高法、工信部有关负责人", ["公安部", "最高人民法院", "工业和信息化部"]),
            ("公安部、最高法、工業和信息化部有關負責人", ["公安部", "最高人民法院", "工业和信息化部"]),
            ("中国人民银行发布，央行表示", ["中国人民银行", "中国人民银行"]),
            ("国务院新闻办公室举行发布会", ["国务院新闻办公室"]),
            ("全国人大常委会法工委", ["全国人大常委会法制工作委员会"]),
            ("央視報導，總台央視記者到場", ["中央广播电视总台", "中央广播电视总台"]),
            ("BBC中文網和路透社同日報道", ["BBC中文", "路透社"]),
            ("警政署與衛福部說明", ["內政部警政署", "衛生福利部"]),
        ],
    )
    def test_are_found_by_their_canonical_form(self, text: str, names: list[str]) -> None:
        assert named(text) == names

    def test_a_name_within_a_longer_one_is_not_counted_apart(self) -> None:
        assert named("《香港经济日报》与《经济日报》") == ["香港經濟日報", "经济日报"]

    @pytest.mark.parametrize("text", ["CCTVX播出", "ABCCTV", "wwwbbc"])
    def test_a_piece_of_a_latin_word_is_no_name(self, text: str) -> None:
        assert named(text) == []

    def test_the_wire_at_the_head_is_the_source_and_no_mention(self) -> None:
        assert named("新华社北京9月30日电（记者林见）海堤合龙。") == []
        assert named("记者问新华社何时发稿。") == ["新华社"]

    def test_a_domain_tells_a_site_and_is_not_looked_for_in_text(self) -> None:
        assert KNOWN.at_host("paper.people.com.cn") == KNOWN.find("人民网") == KNOWN.at_host("PEOPLE.COM.CN.")
        assert KNOWN.at_host("notpeople.com.cn") is KNOWN.at_host("cn") is KNOWN.at_host("") is None
        assert named("打开people.com.cn") == []


class TestTraps:
    @pytest.mark.parametrize(
        "text",
        [
            *("公安部门介绍", "中央行动", "教育部署", "没有名字的句子", "提高法律意识", "打工信心", "人民政府"),
            *("行人行道与步行人行道", "人行横道", "个人社保卡", "中国安全生产", "其中新增三例", "公安县"),
            *("新华区居民", "实事求是", "电信网络", "说明报告", "完成报名", "命中时间", "台商台青"),
            *("两高项目", "山东网友"),
        ],
    )
    def test_a_name_in_the_seam_of_other_words_does_not_count(self, text: str) -> None:
        assert named(text) == []

    @pytest.mark.parametrize(
        "text", ["上海证监会", "山西经济日报", "美国国防部", "日本央行", "俄外交部", "以色列副总理兼司法部长"]
    )
    def test_a_body_of_elsewhere_is_not_the_one_of_that_name(self, text: str) -> None:
        assert named(text) == []

    def test_what_was_last_called_anothers_stays_anothers(self) -> None:
        assert named("韩国国防部发布消息。", "国防部说，演习如期。") == []
        assert named("河南省卫健委通报。卫健委负责人说，病例已少。") == ["河南省卫生健康委员会"] * 2

    def test_where_one_cannot_tell_nothing_is_said(self) -> None:
        assert named("外交部回应了立法院的质询。") == ["立法院"]


class TestWeakNames:
    def test_an_abbreviation_counts_beside_a_surer_name_or_a_sign(self) -> None:
        assert named("人行今日开会") == []
        assert named("中国人民银行今日开会。人行副行长出席。") == ["中国人民银行"] * 2
        assert named("人行调整货币政策") == ["中国人民银行"]

    def test_an_outlet_of_a_common_name_counts_in_a_frame(self) -> None:
        assert named("财经与民生两条线") == []
        assert named("据《财经》报道") == ["财经"]
        assert named("據明報記者了解") == ["明報"]

    def test_an_organ_of_hong_kong_counts_in_an_article_of_hong_kong(self) -> None:
        assert named("教育局要求學校停課。") == []
        assert named("教育局要求學校停課，港鐵加開班次。") == ["香港教育局"]

    def test_one_word_may_stand_for_two_bodies(self) -> None:
        assert named("“两高”发布解释，最高人民法院和最高人民检察院分别说明。")[:2] == ["最高人民法院", "最高人民检察院"]
        assert named("遏制两高项目盲目发展") == []


class TestComposedBodies:
    @pytest.mark.parametrize(
        ("text", "name", "level", "region"),
        [
            ("南昌市公安局通报", "南昌市公安局", "municipal", "江西省南昌市"),
            ("江西省南昌市公安局通报", "南昌市公安局", "municipal", "江西省南昌市"),
            ("南昌縣公安局通報", "南昌县公安局", "county", "江西省南昌市南昌县"),
            ("北京市朝阳区人民法院受理", "北京市朝阳区人民法院", "county", "北京市朝阳区"),
            ("海淀检察院起诉", "北京市海淀区人民检察院", "county", "北京市海淀区"),
            ("上海一中院开庭", "上海市第一中级人民法院", "municipal", "上海市"),
            ("洛阳中院判决", "洛阳市中级人民法院", "municipal", "河南省洛阳市"),
            ("南昌市公安局西湖分局接警", "南昌市公安局西湖分局", "county", "江西省南昌市西湖区"),
            ("昌江县住建局答复", "昌江黎族自治县住房和城乡建设局", "county", "海南省昌江黎族自治县"),
            ("延边州教育局", "延边朝鲜族自治州教育局", "municipal", "吉林省延边朝鲜族自治州"),
            ("耒阳市委宣传部", "中共耒阳市委宣传部", "county", "湖南省衡阳市耒阳市"),
            ("台北地院裁定", "台湾台北地方法院", "municipal", "台湾台北市"),
        ],
    )
    def test_have_their_full_name_level_and_region(self, text: str, name: str, level: str, region: str) -> None:
        (mention,) = mentions(text)
        assert mention.body is not None
        assert (mention.body.name, mention.body.level, mention.body.region) == (name, level, region)

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("西藏自治区公安厅部署", "西藏自治区公安厅"),
            ("江西高院发布", "江西省高级人民法院"),
            ("河南省法院工作报告", "河南省高级人民法院"),
            ("广东省政府印发", "广东省人民政府"),
        ],
    )
    def test_that_the_authority_holds_are_known(self, text: str, name: str) -> None:
        assert [(mention.name, mention.body) for mention in mentions(text)] == [(name, None)]

    def test_a_bare_organ_belongs_to_the_division_named_last(self) -> None:
        assert named("南昌市昨天下雨。", "记者从市公安局获悉，道路通畅。") == ["南昌市公安局"]
        assert named("案发南昌，后移送九江市。据市检察院介绍，人已到案。") == ["九江市人民检察院"]

    @pytest.mark.parametrize(
        "text",
        [
            "记者从市公安局获悉",
            "南昌市下雨。某市公安局通报",
            "南昌市下雨。各市公安局值守",
            "高新区法院受理",
            "朝阳区人民法院受理",
        ],
    )
    def test_whose_organ_it_is_stays_open_where_nobody_can_tell(self, text: str) -> None:
        assert named(text) == []

    def test_a_district_of_a_common_name_is_told_by_the_city_in_the_article(self) -> None:
        assert named("长春市今日降温。", "朝阳区人民法院照常开庭。") == ["长春市朝阳区人民法院"]

    @pytest.mark.parametrize(
        "text", ["南昌市委托第三方", "南昌市政府采购", "江西政府", "香港政府", "普通法院", "东方法院"]
    )
    def test_what_only_looks_like_one_is_none(self, text: str) -> None:
        assert not [mention for mention in mentions(text) if mention.body]

    def test_a_longer_name_covers_the_national_one_in_it(self) -> None:
        assert named("河南省发改委主任") == ["河南省发展和改革委员会"]


class TestUnknownOutlets:
    def test_are_findings_at_the_place_where_they_were_read(self) -> None:
        source = Fact("汐城夜报", (Evidence("来源：汐城夜报", "block", 2),))
        site = Fact("人民網", (Evidence("人民網", "meta:og:site_name"),))
        (finding,) = outlets.detect(source, site, KNOWN)
        assert (finding.kind, finding.text, finding.block) == (FindingKind.UNKNOWN_OUTLET, "汐城夜报", 2)

    def test_a_name_printed_twice_is_asked_about_once(self) -> None:
        fact = Fact("汐城夜报", (Evidence("汐城夜报", "block", 2),))
        assert len(list(outlets.detect(fact, fact, KNOWN))) == 1
        assert list(outlets.detect(None, None, KNOWN)) == []


class TestTheData:
    def test_the_starter_list_is_sound(self) -> None:
        entries = authority.starter_entries()
        names = {entry["name"] for entry in entries}
        slugs = [entry["slug"] for entry in entries]
        aliases = [fold(alias) for entry in entries for alias in (entry["name"], *entry["aliases"])]
        assert len(names) == len(entries)
        assert len(set(slugs)) == len(slugs) and all(slugs)
        assert len(set(aliases)) == len(aliases)
        assert {entry["parent"] for entry in entries} - {""} <= names
        assert {entry["level"] for entry in entries} <= {"central", "provincial", "municipal", "county", ""}
        kinds = [entry["kind"] for entry in entries]
        bodies = [
            entry for entry in entries if entry["kind"] == "government" and entry["level"] in ("central", "provincial")
        ]
        assert len(bodies) >= 150 and kinds.count("outlet") >= 300

    def test_each_entry_of_the_list_stands_on_a_line_of_its_own(self) -> None:
        lines = authority.STARTER_FILE.read_text(encoding="utf-8").splitlines()
        assert [json.loads(line.rstrip(",")) for line in lines[1:-1]] == authority.starter_entries()

    def test_regions_in_the_mainland_are_divisions(self) -> None:
        ways = {full_region(division) for division in divisions().values()}
        bodies = [entry for entry in authority.starter_entries() if entry["level"]]
        assert {entry["region"] for entry in bodies} - {""} <= ways

    def test_every_word_of_the_rules_is_written_folded(self) -> None:
        text = MENTIONS_FILE.read_text(encoding="utf-8")
        rules = tomllib.loads(text)
        assert rules["weak"] and rules["organs"]
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        assert [line for line in lines if fold(line) != line] == []

    def test_each_division_has_its_level_and_stands_below_its_province(self) -> None:
        (city,) = by_full_name()["南昌市"]
        assert (city.level, city.short, full_region(city)) == ("municipal", "南昌", "江西省南昌市")
        chaoyang = by_full_name()["朝阳区"]
        assert [formal_name(one) for one in chaoyang] == ["北京市朝阳区", "长春市朝阳区"]

    def test_an_authority_finds_an_agency_by_any_of_its_names(self) -> None:
        for name in ("最高人民法院", "最高法", "最高法院"):
            agency = KNOWN.find(name)
            assert agency is not None
            assert agency.name == "最高人民法院"
        assert KNOWN.find("没有这个机构") is None

    def test_an_alias_of_two_tells_of_neither_and_a_name_goes_before_an_alias(self) -> None:
        two = authority.build([("甲报", "outlet", ["晚报"]), ("乙报", "outlet", ["晚報", "甲报"])])
        assert two.find("晚报") is None
        assert two.find("甲报") == authority.Agency("甲报", "outlet")


@given(st.text(alphabet="市省区县南昌公安局人民法院央视记者《》。从 政府委北京朝阳a", max_size=60))
def test_mentions_of_any_text_lie_within_it_and_never_overlap(text: str) -> None:
    found = read([text], KNOWN)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    places = sorted({(one.start, one.end) for one in found})
    assert all(before[1] <= behind[0] for before, behind in pairwise(places))


def test_a_long_page_is_read_in_a_moment() -> None:
    line = fold("南昌市公安局、江西高院和央视记者在北京市朝阳区人民法院采访，市政府说明。") * 1_500
    begun = time.perf_counter()
    assert len(read([line], KNOWN)) >= 6_000
    assert time.perf_counter() - begun < 10  # one second on an idle machine; a quadratic step takes a minute

"""Moments, names and credit lines in the forms that pages print."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.grammar.credits import Kind, label_alone, parse_credit
from archive.ingest.grammar.moments import find_compact, find_moments, find_month, find_relative
from archive.ingest.grammar.names import split_names
from archive.ingest.grammar.numerals import to_digits
from archive.text.folding import fold


def moments(text: str) -> list[str]:
    found = [moment.published for moment in find_moments(fold(text))]
    return [published.at.isoformat() if published.at else published.on.isoformat() for published in found]


def credited(text: str) -> dict[str, list[str]] | None:
    credit = parse_credit(fold(text), text)
    if credit is None:
        return None
    return {str(entry.kind): [] for entry in credit.entries} | {
        str(kind): [text[slice(*entry.value)] for entry in credit.of(kind)] for kind in Kind if credit.of(kind)
    }


class TestMoments:
    @pytest.mark.parametrize(
        ("text", "moment"),
        [
            ("2021-06-18 09:49:21來源: 甲", "2021-06-18T09:49:21+08:00"),
            ("2022 04/14 10:22", "2022-04-14T10:22:00+08:00"),
            ("2020年01月15日23:05", "2020-01-15T23:05:00+08:00"),
            ("2020年1月5日 下午3时05分", "2020-01-05T15:05:00+08:00"),
            ("2025/12/03　11:24", "2025-12-03T11:24:00+08:00"),
            ("2025-11-27 HKT 13:41", "2025-11-27T13:41:00+08:00"),
            ("Sun, 06 Mar 2022 01:07:23 GMT", "2022-03-06T09:07:23+08:00"),
            ("2026-03-04T23:20:00Z", "2026-03-05T07:20:00+08:00"),
            ("2026-03-04T23:20:00.123+0900", "2026-03-04T22:20:00.000000+08:00"),
            ("2024-05-15 00:00:00", "2024-05-15"),
            ("２０２４年５月１５日", "2024-05-15"),
            ("二〇二二年四月十四日", "2022-04-14"),
            ("二零一九年十二月三十一日", "2019-12-31"),
            ("民國111年4月14日", "2022-04-14"),
            ("中華民國一百一十一年四月十四日", "2022-04-14"),
            ("二〇二二年四月十四日上午10時22分", "2022-04-14T10:22:00+08:00"),
            ("2021-01-20 04:29:4439健康网", "2021-01-20T04:29:44+08:00"),
            ("2024/05/2009:47:48", "2024-05-20T09:47:48+08:00"),
            ("2023 11/ 17 20:52:15", "2023-11-17T20:52:15+08:00"),
            ("發佈 28.11.2025 11:37", "2025-11-28T11:37:00+08:00"),
            ("28/11/2025", "2025-11-28"),
            ("2012年12月10日, 格林尼治标准时间10:41", "2012-12-10T18:41:00+08:00"),
            ("2025年11月29日 星期六　6:36PM", "2025-11-29T18:36:00+08:00"),
            ("27 Nov 2025", "2025-11-27"),
            ("November 27, 2025", "2025-11-27"),
            ("价格降了15%左右2023-04-15", "2023-04-15"),
        ],
    )
    def test_a_printed_date_is_read(self, text: str, moment: str) -> None:
        assert moments(text) == [moment.replace(".000000", "")]

    @pytest.mark.parametrize(
        "text",
        ["2018.5-5.7", "2024-13-01", "2023-02-30", "1899-01-01", "12345678", "M3 9l2018.5-5.7", "99%", "03/04/2025"],
    )
    def test_what_is_no_date_is_not_read(self, text: str) -> None:
        assert moments(text) == []

    def test_dates_without_separators_are_read_from_addresses(self) -> None:
        compact = find_compact("20220414102233")
        assert compact is not None
        assert compact.on == date(2022, 4, 14)
        assert find_compact("99990414") is None

    def test_a_month_alone_keeps_its_precision(self) -> None:
        month = find_month("2021年6月号")
        assert month is not None
        assert month.published.precision == "month"

    @pytest.mark.parametrize(
        ("text", "moment"),
        [
            ("昨日 22:07 时事", "2025-11-28T22:07:00+08:00"),
            ("今天", "2025-11-29"),
            ("前天 08:30", "2025-11-27T08:30:00+08:00"),
            ("3天前", "2025-11-26"),
            ("2小时前", "2025-11-29"),
            ("11月28日 19:12", "2025-11-28T19:12:00+08:00"),
            ("12月30日", "2024-12-30"),
        ],
    )
    def test_a_day_told_from_today_is_counted_from_the_day_of_saving(self, text: str, moment: str) -> None:
        found = find_relative(fold(text), date(2025, 11, 29))
        assert found
        published = found.published
        assert (published.at.isoformat() if published.at else published.on.isoformat()) == moment

    @given(st.text(alphabet="昨日今天前3分钟小时11月28 :：", max_size=30), st.dates())
    def test_no_day_told_from_today_lies_behind_the_saving(self, text: str, saved: date) -> None:
        found = find_relative(text, saved)
        assert found is None or found.published.on <= saved

    @given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
    def test_every_day_survives_every_form(self, day: date) -> None:
        for form in (day.isoformat(), f"{day:%Y/%m/%d}", f"{day.year}年{day.month}月{day.day}日", f"{day:%Y.%m.%d}"):
            assert moments(form) == [day.isoformat()]

    @given(st.text(alphabet="0123456789年月日-/.: 上午下午一二三十〇", max_size=60))
    def test_no_jumble_of_digits_raises(self, text: str) -> None:
        for moment in find_moments(text):
            assert text[moment.start : moment.end].strip()


class TestCredits:
    @pytest.mark.parametrize(
        ("line", "found"),
        [
            (
                "2021-06-18 09:49:21來源: 大河網編輯: 萬慶麗責編: 石麗敏",
                {"source": ["大河網"], "editor": ["萬慶麗", "石麗敏"]},
            ),
            ("[來源:央視新聞客戶端 編輯:伏儀]", {"source": ["央視新聞客戶端"], "editor": ["伏儀"]}),
            ("（责任编辑：祁闻、柏溪）", {"editor": ["祁闻、柏溪"]}),
            (
                "来源：汐城晚报　作者：祁闻舟　责编：何汀",
                {"source": ["汐城晚报"], "author": ["祁闻舟"], "editor": ["何汀"]},
            ),
            ("记者 童雨嶼　責任編輯 施潮音", {"author": ["童雨嶼"], "editor": ["施潮音"]}),
            ("文/本报记者 祁闻舟", {"author": ["祁闻舟"]}),
            ("原标题：来源：一个问题", {"original-title": ["来源：一个问题"]}),
            ("本文来源于北京商报　2024-05-20 09:47:48", {"source": ["北京商报"]}),
            ("2024-05-16 17:02 聯合報／ 記者王溪寧／汐城即時報導", {"author": ["王溪寧"]}),
            ("作者，祁闻舟", {"author": ["祁闻舟"]}),
            ("作者 | 祁闻舟", {"author": ["祁闻舟"]}),
            ("【記者王溪寧台北報導】", {"author": ["王溪寧"]}),
            ("本文转自：汐城晚报", {"source": ["汐城晚报"]}),
            ("引题：从候潮到不候潮", {"kicker": ["从候潮到不候潮"]}),
            ("副題：進港貨船，少等三小時。", {"subtitle": ["進港貨船，少等三小時。"]}),
            ("2022-06-02 09:52:19政能亮 来自北京市", {}),
            ("2024-05-15 10:22", {}),
        ],
    )
    def test_a_credit_line_is_read(self, line: str, found: dict[str, list[str]]) -> None:
        assert credited(line) == found

    @pytest.mark.parametrize(
        "line",
        [
            "记者：您怎么看待这件事？",
            "编辑部收到的来信中，有一封来自汐城，来源：不明，内容却很详细。写信人说他姓王。",
            "2024年5月15日，汐城海事处通报夜间引航试行情况",
            "新华社记者 祁闻舟 摄",
            "编辑 | 记者 | 作者 | 首页",
            "今天的新闻",
            "",
        ],
    )
    def test_a_line_of_text_is_no_credit(self, line: str) -> None:
        assert credited(line) is None

    def test_a_label_alone_announces_the_next_line(self) -> None:
        assert label_alone(fold("· 來源 ·")) is Kind.SOURCE
        assert label_alone("新闻") is None

    @given(st.text(alphabet="来源编辑记者文/:： 汐城晚报2024-05-15[]（）", max_size=80))
    def test_no_jumble_of_labels_raises_and_values_lie_within_the_line(self, line: str) -> None:
        credit = parse_credit(fold(line), line)
        for entry in credit.entries if credit else ():
            assert 0 <= entry.start <= entry.value[0] <= entry.value[1] <= len(line)


class TestNames:
    @pytest.mark.parametrize(
        ("value", "names"),
        [
            ("張崗 都昕竹 周琨", ["張崗", "都昕竹", "周琨"]),
            ("本报记者 祁闻舟 通讯员 柏溪宁", ["祁闻舟", "柏溪宁"]),
            ("李 明、王小红", ["李明", "王小红"]),
            ("阿卜杜·热合曼", ["阿卜杜·热合曼"]),
            ("John Smith", ["John Smith"]),
            ("新华社、本站、佚名", []),
            ("祁闻舟 祁闻舟", ["祁闻舟"]),
            ("溫岫青／南岬報導", ["溫岫青"]),
            ("何汀_NB12", ["何汀"]),
            ("何汀 SN240", ["何汀"]),
            ("柏溪宁 摄影报道", ["柏溪宁"]),
            ("发自汐城", []),
        ],
    )
    def test_people_are_told_from_what_stands_beside_them(self, value: str, names: list[str]) -> None:
        assert split_names(fold(value), value, strict=False) == names

    def test_in_running_text_a_name_begins_with_a_surname(self) -> None:
        assert split_names("另行报道", "另行报道", strict=True) == []
        assert split_names("从现场获悉", "从现场获悉", strict=True) == []


@pytest.mark.parametrize(
    ("words", "digits"),
    [("六十一起", "61起"), ("二百一十七万", "217万"), ("二〇二二年", "2022年"), ("一起", "一起"), ("十五", "15")],
)
def test_chinese_numerals_become_digits(words: str, digits: str) -> None:
    assert to_digits(words) == digits

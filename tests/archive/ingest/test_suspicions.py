"""Doubts about a page: told where there is reason, and not where there is none. All texts are invented."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.ingest import authority, pipeline
from archive.ingest.detectors.suspicions import titles
from archive.ingest.records import Evidence, Extraction, Fact, Finding, FindingKind, SourceFile

SUSPICIONS = {
    FindingKind.TRUNCATED,
    FindingKind.ERROR_PAGE,
    FindingKind.LIST_PAGE,
    FindingKind.SEVERAL_ARTICLES,
    FindingKind.MACHINE_TITLE,
    FindingKind.NOT_CHINESE,
}
TITLE = "汐城夜间引航试行两个月"
FIRST = "汐城海事处今天通报，夜间引航试行两个月，超大型船舶的候潮时间减少了一半，港口没有发生险情。"
SECOND = "该处负责人表示，试行将延长到明年三月，船东和引航员都说夜里的航道比白天安静，只是渔火太多。"
THIRD = "引航站站长周渡说，新换的雷达能看清三海里外的浮标，船员们已经习惯在凌晨两点喝第一杯茶。"

agencies = cache(authority.starter)


def suspicions(text: str, name: str = "page.txt") -> list[Finding]:
    source = SourceFile(name, text.encode())
    extraction = pipeline.extract(source, authority=agencies(), today=date(2026, 11, 22))
    assert isinstance(extraction, Extraction), extraction
    return [found for found in extraction.findings if found.kind in SUSPICIONS]


def kinds(text: str, name: str = "page.txt") -> list[FindingKind]:
    return [found.kind for found in suspicions(text, name)]


def article(*paragraphs: str, title: str = TITLE) -> str:
    return "\n".join((title, "2026-11-18 08:12 来源：汐城晚报", *paragraphs))


def html(*body: str, title: str = TITLE) -> str:
    return f"<html><head><title>{title}</title></head><body>{''.join(body)}</body></html>"


@pytest.mark.parametrize(
    "end",
    [
        "",
        "（记者 周渡 何汀）",
        "记者周渡 通讯员何汀 摄",
        "（完）",
        " 责任编辑：何汀",
        "来源：汐城晚报",
        "图片来源：汐城海事处",
        "汐城海事处2026年11月18日",
        "[2]",
        "　■",
        "咨询电话：0555-2345678",
        "（刊于《汐城月刊》2026年第11期）",
        "更多消息请关注公众号“汐城海事”",
    ],
)
def test_an_article_that_ends_is_whole_whatever_follows_its_last_sentence(end: str) -> None:
    assert kinds(article(FIRST, SECOND, THIRD + end)) == []


@pytest.mark.parametrize("place", [8, 13, 22, 30, 38])
@pytest.mark.parametrize("before", ["", SECOND])
def test_an_article_that_breaks_off_in_a_sentence_is_cut(place: int, before: str) -> None:
    text = article(FIRST, SECOND, before + THIRD[:place]) if before else article(FIRST, SECOND + THIRD[:place])
    found = suspicions(text)
    assert [one.kind for one in found] == [FindingKind.TRUNCATED]
    assert found[0].text.endswith(THIRD[:place][-8:])
    assert found[0].in_body


@pytest.mark.parametrize(
    "end", ["只是渔火……", "只是渔火...", "全部数据如下：", "船东表示，", "《夜航》和“", "以下为通报全文："]
)
def test_an_article_that_ends_in_dots_or_an_opening_is_cut(end: str) -> None:
    assert kinds(article(FIRST, SECOND, THIRD + end)) == [FindingKind.TRUNCATED]


@pytest.mark.parametrize(
    "wall",
    [
        "如要讀取全文，請按此登入。",
        "登录后阅读全文",
        "本文为付费内容，订阅后可继续阅读全文",
        "打开客户端阅读全文",
        "剩余 62% 未读",
        "未完待续",
    ],
)
def test_a_wall_before_the_rest_is_told(wall: str) -> None:
    body = f"<h1>{TITLE}</h1><p>2026-11-18 08:12 来源：汐城晚报</p><p>{FIRST}</p><p>{SECOND}</p><p>{wall}</p>"
    assert kinds(html(body), "page.html") == [FindingKind.TRUNCATED]


def test_verse_and_lists_without_marks_are_not_cut() -> None:
    lines = ["夜里的潮水推着灯火，像一封迟到的信走过防波堤和沉默的吊车"] * 2
    lines += ["清晨的渡船载走了所有人的影子，只有码头的老狗还守着那只空碗"] * 2
    assert FindingKind.TRUNCATED not in kinds(article(*(f"\n{line}{n}" for n, line in enumerate(lines))))


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("404 Not Found", "抱歉，您访问的页面不存在或已被删除，请返回首页。"),
        ("汐城新闻网", "您要查看的文章不存在或已删除，5秒后自动跳转到首页。"),
        ("汐城新闻网", "请先登录后再查看本页内容。"),
        ("汐城新聞網", "您的訪問過於頻繁，請輸入驗證碼後繼續。"),
        ("安全验证", "请完成下方滑块验证，证明您不是机器人。"),
        ("Just a moment...", "Verify you are human by completing the action below."),
        ("系统提示", "系统繁忙，请稍后再试。"),
        ("汐城晚报", "该内容已被发布者删除，无法查看。"),
    ],
)
def test_error_and_login_pages_are_told(title: str, words: str) -> None:
    assert kinds(html(f"<p>{words}</p>", title=title), "page.html") == [FindingKind.ERROR_PAGE]


def test_news_about_logins_and_codes_is_no_error_page() -> None:
    story = "警方提醒：凡是要求输入验证码、登录后查看“案件材料”的网页都是骗局，页面不存在也不要紧，立刻关掉它就好。"
    assert kinds(article(story, FIRST, SECOND, THIRD, title="收到“请输入验证码”短信怎么办")) == []


ENTRIES = [f"汐城港务局发布第{number}号航道通告并公布浮标位置" for number in range(10, 40)]


def test_a_page_of_links_is_a_list() -> None:
    links = "".join(f'<li><a href="/{number}.html">{entry}</a></li>' for number, entry in enumerate(ENTRIES))
    found = suspicions(html(f"<h1>航道通告</h1><ul>{links}</ul>", title="航道通告"), "page.html")
    assert [one.kind for one in found] == [FindingKind.LIST_PAGE]
    assert found[0].text in ENTRIES


def test_a_text_of_dated_headlines_is_a_list() -> None:
    lines = "\n\n".join(f"{entry} 2026-11-{number % 28 + 1:02d}" for number, entry in enumerate(ENTRIES))
    assert kinds(f"航道通告\n{lines}") == [FindingKind.LIST_PAGE]


def test_a_short_article_beside_many_links_is_no_list() -> None:
    links = "".join(f'<li><a href="/{number}.html">{entry}</a></li>' for number, entry in enumerate(ENTRIES))
    body = f"<h1>{TITLE}</h1><p>2026-11-18 08:12 来源：汐城晚报</p><p>{FIRST}</p><div><ul>{links}</ul></div>"
    assert kinds(html(body), "page.html") == []


def test_several_articles_on_one_page_are_told() -> None:
    others = ("三号海堤合龙", "灯塔图书馆重新开放", "云渡早稻晚收七天")
    parts = [f"<h1>{title}</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><p>{title}。{SECOND}</p>" for title in others]
    found = suspicions(html(*parts, title="汐城要闻"), "page.html")
    assert FindingKind.SEVERAL_ARTICLES in [one.kind for one in found]


def test_articles_in_a_row_of_plain_text_are_told_by_their_credit_lines() -> None:
    parts = [article(FIRST, SECOND, THIRD, f"{title}。{SECOND}", title=title) for title in ("三号海堤合龙", "灯塔重开")]
    assert FindingKind.SEVERAL_ARTICLES in kinds("\n".join(parts))


def test_one_article_with_sub_headings_and_comments_is_one() -> None:
    comments = "".join(
        f"<p>读者{number} 2026-11-1{number} 10:0{number}</p><p>夜里的汽笛好听。</p>" for number in range(5)
    )
    head = f"<h1>{TITLE}</h1><p>2026-11-18 08:12 来源：汐城晚报</p>"
    body = f"{head}<p>{FIRST}</p><h2>雷达</h2><p>{THIRD}</p><p>{SECOND}</p>"
    assert kinds(html(body, comments), "page.html") == []


@pytest.mark.parametrize(
    "title",
    [
        "守好汐城渔民的_钱袋子_",
        "夜间引航_试行两个月_汐城新闻网",
        "夜间引航试行&nbsp;两个月",
        "无标题文档",
        "%E6%B1%90%E5%9F%8E%E6%B8%AF",
        "夜间引航试行两个月，候潮时间...",
        "20261118_0812_final",
        "\\u591c\\u95f4\\u5f15\\u822a",
        "新聞內容",
    ],
)
def test_titles_that_a_machine_made_are_told(title: str) -> None:
    found = list(titles.detect(Fact(title, (Evidence(title, "block", 3),))))
    assert [(one.kind, one.block) for one in found] == [(FindingKind.MACHINE_TITLE, 3)]
    assert found[0].text in title


def test_a_machine_made_title_of_a_page_is_told() -> None:
    body = f"<h1>守好渔民的_钱袋子_</h1><p>2026-11-18 08:12 来源：汐城晚报</p><p>{FIRST}</p><p>{SECOND}</p>"
    assert kinds(html(body, title="守好渔民的_钱袋子_"), "page.html") == [FindingKind.MACHINE_TITLE]


@pytest.mark.parametrize(
    "title",
    [
        "“客服”来电说要退款 云渡警方三天端掉一个话术窝",
        "AI_Lab落户汐城：首批12人入驻",
        "汐城—鹿湾航线复航 | 图集",
        "候潮时间减半！夜间引航试行两个月",
        "【夜航】引航员的凌晨两点",
        "2026年汐城港吞吐量预计增长3.5%",
    ],
)
def test_titles_of_people_are_left_alone(title: str) -> None:
    assert kinds(article(FIRST, SECOND, title=title)) == []


@pytest.mark.parametrize(
    "text",
    [
        "The ferry across the bay will run until ten in the evening from next month, the harbour office said. " * 3,
        "港の渡し船は来月から夜十時まで運航すると発表した。市民は仕事の後でも対岸へ渡れるようになる。" * 3,
        "만을 건너는 배가 다음 달부터 밤 열 시까지 다닌다고 항만청이 밝혔다. 시민들은 퇴근 후에도 건널 수 있다. " * 3,
        "Паром через залив с будущего месяца будет ходить до десяти вечера, сообщили в управлении порта. " * 3,
    ],
)
def test_other_languages_are_told(text: str) -> None:
    assert FindingKind.NOT_CHINESE in kinds(f"Ferry\n{text}\n{text}")


def test_chinese_with_foreign_names_is_chinese() -> None:
    text = "引航站换上了Furuno FAR-3000雷达和Kongsberg的K-Pos系统，工程师Lars Nilsen说，船员只用三天就学会了。"
    assert kinds(article(text, FIRST, SECOND)) == []


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=f"{FIRST}{SECOND}。，“”（）.…_|<>p/h1 \n404登录全文展开记者2026年", max_size=400))
def test_no_text_raises_and_every_finding_stands_where_it_says(text: str) -> None:
    for name in ("page.txt", "page.html"):
        extraction = pipeline.extract(
            SourceFile(name, f"{TITLE}\n{text}".encode()), authority=agencies(), today=date(2026, 11, 22)
        )
        assert isinstance(extraction, Extraction)
        for found in extraction.findings:
            if found.kind is FindingKind.TRUNCATED and found.block is not None:
                assert extraction.blocks[found.block].cleaned[found.start : found.end] == found.text


@pytest.mark.slow
def test_real_pages_are_hardly_ever_doubted_without_reason(shared_data: Path) -> None:
    """Of 99 real pages, whole articles but for five, few are flagged."""
    told = 0
    for path in sorted((shared_data / "pages").glob("*.html")):
        source = SourceFile(path.name, path.read_bytes())
        extraction = pipeline.extract(source, authority=agencies(), today=date(2026, 11, 22))
        told += isinstance(extraction, Extraction) and any(found.kind in SUSPICIONS for found in extraction.findings)
    assert told <= 8

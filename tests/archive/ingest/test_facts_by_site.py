"""Facts on invented pages, each laid out as one kind of news site lays out its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import pytest

from archive.ingest import authority, pipeline
from archive.ingest.records import Extraction, FindingKind, SourceFile
from archive.management.commands.extract import published_text

BODY = (
    "<p>汐城海事处昨天通报，夜间引航试行两个月以来，进港货船的平均候潮时间减少了一半，没有发生一起搁浅。</p>"
    "<p>远汀渔港同日恢复夜航，四十二艘渔船先后出港，渔民说这一季的收成要看后面十天的天气。</p>"
)
TITLE = "汐城夜航试行两月"


@dataclass(frozen=True)
class Kind:
    """A page of a kind and what it says. saved: the day on which it was saved, where that is known."""

    head: str
    body: str
    published: str | None
    source: str | None = None
    site: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    saved: date | None = None
    title: str = TITLE


KINDS = {
    "a portal that names account and author beside the date": Kind(
        f'<title>{TITLE}|汐城|引航|夜航_新浪新闻</title><meta property="article:author" content="汐城晚报">'
        '<meta property="article:published_time" content="2024-05-16T17:02:38+08:00">',
        f'<h1 class="channel-logo">新闻中心</h1><h1 class="main-title">{TITLE}</h1>'
        f'<div class="second-title">{TITLE}</div>'
        '<div class="date-source"><span>2024年05月16日 17:02</span> <a class="source">汐城晚报</a> 作者：汐城晚报</div>'
        f'<div class="article">{BODY}<p>责任编辑：何汀 SN240</p></div><div>5月16日18:14举报</div>',
        "2024-05-16T17:02:00+08:00",
        "汐城晚报",
        "新浪新闻",
        (),
        ("何汀",),
    ),
    "a portal that sets its desk's number behind the editor": Kind(
        f"<title>{TITLE}|引航|海事处_网易订阅</title>",
        f'<h1>{TITLE}</h1><div class="post_info">2024-05-16 09:12:00　来源: <a>汐城晚报</a> 汐城 <a>举报</a></div>'
        f'<div class="post_body">{BODY}</div><div>责任编辑：何汀_NB12</div>',
        "2024-05-16T09:12:00+08:00",
        "汐城晚报",
        None,
        (),
        ("何汀",),
    ),
    "a site that names its reporter above date and source": Kind(
        f"<title>{TITLE}_时事_澎湃新闻-The Paper</title>",
        f"<h1>{TITLE}</h1><div><div>澎湃新闻记者 祁闻舟</div>"
        "<div>2024-05-16 17:02 来源：澎湃新闻 ∙ 汐城 &gt;</div></div>"
        f"<div>{BODY}</div><div>责任编辑：何汀</div><div>图片编辑：沈禾</div><div>校对：施潮音</div>",
        "2024-05-16T17:02:00+08:00",
        "澎湃新闻",
        None,
        ("祁闻舟",),
        ("何汀",),
    ),
    "a Hong Kong paper with the capture's day in its masthead": Kind(
        f"<title>{TITLE} (13:50) - 20251127 - 港聞 - 即時新聞 - 汐城新聞網</title>",
        '<div class="news_left"><div class="date">2025年11月29日 星期六　6:36AM</div></div><div>26°C</div>'
        "<ul><li><a>港聞</a></li><li><a>經濟</a></li></ul>"
        '<div class="articletop"><div class="date">2025年11月27日星期四</div></div>'
        f'<div class="content"><h1>{TITLE} (13:50)</h1>'
        f"{BODY.replace('<p>', '<p>【汐報專訊】', 1)}</div>",
        "2025-11-27",
        "汐報",
        "汐城新聞網",
    ),
    "a Hong Kong paper that says yesterday": Kind(
        f"<title>汐報即時新聞 - 時事 - {TITLE} - 汐報網站 xipao.example</title>",
        f'<div class="detail"><p class="info">昨日 22:07 時事 港聞</p><h1>{TITLE}</h1>{BODY}</div>'
        "<p>時事 ｜ 今日 15:20</p>",
        "2025-11-28T22:07:00+08:00",
        None,
        "汐報網站",
        saved=date(2025, 11, 29),
    ),
    "the same page when nobody knows its day": Kind(
        f"<title>汐報即時新聞 - 時事 - {TITLE} - 汐報網站 xipao.example</title>",
        f'<div class="detail"><p class="info">昨日 22:07 時事 港聞</p><h1>{TITLE}</h1>{BODY}</div>',
        None,
        None,
        "汐報網站",
    ),
    "a Taiwan paper with paper, reporter and place in one line": Kind(
        f"<title>{TITLE} | 地方 | 汐城新聞網</title>",
        f"<h1>{TITLE}</h1><section><time>2024-05-16 17:02</time> "
        f"<span>聯合報／ 記者<a>王溪寧</a>／汐城即時報導</span></section>{BODY}",
        "2024-05-16T17:02:00+08:00",
        "聯合報",
        "汐城新聞網",
        ("王溪寧",),
    ),
    "a Taiwan paper with its reporter before the text": Kind(
        f"<title>{TITLE} - 社會 - 汐城時報電子報</title>",
        f'<h1>{TITLE}</h1><span class="time">2024/05/16 17:02</span>'
        f"<div>{BODY.replace('<p>', '<p>〔記者王溪寧／汐城報導〕', 1)}</div>",
        "2024-05-16T17:02:00+08:00",
        None,
        "汐城時報電子報",
        ("王溪寧",),
    ),
    "a news agency's dateline with its reporter": Kind(
        f"<title>{TITLE}</title>",
        f"<h1>{TITLE}</h1><div>2024/5/16 17:02（5/16 18:10 更新）</div>"
        f"<div>{BODY.replace('<p>', '<p>（中央社記者王溪寧汐城16日電）', 1)}</div>",
        "2024-05-16T17:02:00+08:00",
        "中央社",
        None,
        ("王溪寧",),
    ),
    "a government's notice": Kind(
        '<meta name="PubDate" content="2022-04-14 10:22"><meta name="ContentSource" content="汐城海事处">'
        f"<title>{TITLE}_通知公告_汐城市人民政府</title>",
        f"<h2>{TITLE}</h2><div>发布时间：2022-04-14 10:22 来源：汐城海事处 字体：[大 中 小] 浏览次数：312</div>"
        f"<div>{BODY}<p>汐城海事处</p><p>2022年4月12日</p></div>",
        "2022-04-14T10:22:00+08:00",
        "汐城海事处",
    ),
    "a notice dated only by its signature": Kind(
        f"<title>{TITLE}-汐城市人民政府</title>",
        f"<h2>{TITLE}</h2><div>{BODY}<p>汐城海事处</p><p>二〇二二年四月十二日</p></div><div>版权所有 2008-2026</div>",
        "2022-04-12",
    ),
    "a public account's article": Kind(
        f'<meta property="og:title" content="{TITLE}"><title></title>',
        f'<h1 class="rich_media_title">{TITLE}</h1><div><span>原创</span><a id="js_name" class="nickname">汐城晚报</a>'
        f'<em id="publish_time">2024-05-16 17:02</em></div><div id="js_content">{BODY}<p>编辑：何汀</p></div>'
        '<script>var nickname = htmlDecode("汐城晚报"); var ct = "1715850120";</script>',
        "2024-05-16T17:02:00+08:00",
        "汐城晚报",
        "汐城晚报",
        (),
        ("何汀",),
    ),
    "a radio's page between weather and the stream": Kind(
        f'<title>{TITLE} - 汐城電台</title><meta name="liveTime" content="202511271547">',
        '<div class="weather"><div class="date">2025.11.29 星期六</div></div>'
        f'<h2 class="itemTitle">{TITLE}</h2><div class="createddate">2025-11-27 HKT 15:47</div><div>{BODY}</div>'
        '<div class="created">2025-11-29 HKT 17:07</div><div class="created">2025-11-29 HKT 16:30</div>',
        "2025-11-27T15:47:00+08:00",
        None,
        "汐城電台",
        saved=date(2025, 11, 29),
    ),
    "a foreign broadcaster with a comma behind 作者": Kind(
        f"<title>{TITLE} - 汐城新闻</title>",
        f'<h1>{TITLE}</h1><ul><li>作者，祁闻舟</li></ul><time datetime="2024-05-16">2024年5月16日</time>'
        f"<div>{BODY}</div>",
        "2024-05-16",
        None,
        "汐城新闻",
        ("祁闻舟",),
    ),
    "a foreign broadcaster that writes the day first": Kind(
        f"<title>{TITLE} – DW – 2024年5月16日</title>",
        f"<h1>{TITLE}</h1><time>16.05.2024</time><div>{BODY.replace('<p>', '<p>（德国之声中文网）', 1)}</div>",
        "2024-05-16",
        "德国之声中文网",
    ),
    "an agency's page with year and day in pieces": Kind(
        f"<title>{TITLE}-新华网</title>",
        "<div><span>2023</span> <span><em>11</em>/<em>17</em></span> <span>20:52:15</span></div><div>来源：新华网</div>"
        f"<h1>{TITLE}</h1><div>{BODY}</div><div>【责任编辑:何汀】</div>",
        "2023-11-17T20:52:15+08:00",
        "新华网",
        "新华网",
        (),
        ("何汀",),
    ),
    "a newspaper's digital edition, dated by its masthead and its address": Kind(
        f"<title>汐城日报数字报-{TITLE}</title>"
        '<meta property="og:url" content="http://epaper.xicheng.example/html/2022-04/14/content_1.htm">',
        "<div>第03版：要闻</div><div>上一版</div><div>下一版</div><div>2022年04月14日 星期四</div><div>按日期检索</div>"
        f'<div><p class="yinti">从候潮到不候潮</p><h2>{TITLE}</h2><p class="futi">进港货船少等三小时</p></div>'
        f"<div>{BODY.replace('<p>', '<p>本报讯（记者祁闻舟 通讯员柏溪宁）', 1)}</div>",
        "2022-04-14",
        None,
        "汐城日报",
        ("祁闻舟", "柏溪宁"),
    ),
    "a government's document below a table about it": Kind(
        f"<title>{TITLE}</title>",
        "<table><tr><td>发文机关：</td><td>汐城市人民政府</td><td>成文日期：</td><td>2022年04月01日</td></tr>"
        f"<tr><td>标　　题：</td><td>{TITLE}</td><td>发布日期：</td><td>2022年04月14日</td></tr></table>"
        f"<h1>{TITLE}</h1><div>{BODY}<p>汐城市人民政府</p><p>2022年4月1日</p></div>",
        "2022-04-14",
        "汐城市人民政府",
    ),
    "a site with a time of publication and a time of change": Kind(
        f"<title>{TITLE}｜汐城新聞｜社會</title>"
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"' + TITLE + '",'
        '"datePublished":"2024-05-16T09:02:00.000Z","dateModified":"2024-05-17T01:00:00.000Z",'
        '"author":[{"@type":"Person","name":"王溪寧"}],"publisher":{"@type":"Organization","name":"汐城新聞"},}</script>',
        f"<h1>{TITLE}</h1><div>撰文：<a>王溪寧</a></div><div>出版：2024-05-16 17:02</div>"
        f"<div>更新：2024-05-17 09:00</div>{BODY}",
        "2024-05-16T17:02:00+08:00",
        None,
        "汐城新聞",
        ("王溪寧",),
    ),
    "a platform that says when it shows other articles": Kind(
        f"<title>{TITLE}-博客</title>",
        f"<h1>{TITLE}</h1><div>最新推荐文章于 2024-05-07 22:12:13 发布</div>"
        f"<div>祁闻舟 于 2024-05-06 15:47:53 发布</div>{BODY}",
        "2024-05-06T15:47:53+08:00",
    ),
}


@cache
def read(kind: Kind) -> Extraction:
    page = f"<!doctype html><html><head>{kind.head}</head><body>{kind.body}</body></html>"
    source = SourceFile("a.html", page.encode(), captured_on=kind.saved)
    result = pipeline.extract(source, authority=authority.starter(), today=date(2026, 11, 21))
    assert isinstance(result, Extraction), result
    return result


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_of_page_gives_what_it_says(name: str) -> None:
    kind, got = KINDS[name], read(KINDS[name])
    assert (got.title.value if got.title else None) == kind.title
    assert published_text(got.published) == kind.published
    assert (got.source.value if got.source else None) == kind.source
    assert (got.site.value if got.site else None) == kind.site
    assert (got.authors.value if got.authors else ()) == kind.authors
    assert (got.editors.value if got.editors else ()) == kind.editors


@pytest.mark.parametrize("name", KINDS)
def test_no_kind_of_page_is_said_to_contradict_itself(name: str) -> None:
    assert FindingKind.DATE_CONFLICT not in {finding.kind for finding in read(KINDS[name]).findings}


@pytest.mark.parametrize("name", KINDS)
def test_every_value_has_a_ranked_place(name: str) -> None:
    got = read(KINDS[name])
    for fact in (got.title, got.published, got.source, got.site, got.authors, got.editors, got.url, got.dateline):
        assert all(evidence.rank >= 1 for evidence in (fact.evidence if fact else ()))

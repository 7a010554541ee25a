"""The rules and passes that tell an article from its surroundings, on pages made for one case each."""

from __future__ import annotations

from datetime import date

import pytest

from archive.ingest import authority, pipeline
from archive.ingest.boilerplate.rules import rules
from archive.ingest.records import Block, Extraction, Reason, Role, SourceFile

SENTENCE = "汐城海事处今天通报，夜间引航试行两个月以来，超大型船舶的候潮时间减少了一半。"
THIRD = "桐浦县医院把夜间药房的开放时间延长到零点，附近居民说，孩子夜里发烧不用再跑远路。"
FOURTH = "云渡竹编灯笼的订单已经排到三月，合作社添了三台破篾机，村里又有十一个人学会了编底。"
OTHER = "远汀渔港昨天恢复夜航，四十二艘渔船在凌晨四点出港，码头上的灯亮了一夜。"


def read(text: str, name: str = "a.txt") -> Extraction:
    result = pipeline.extract(SourceFile(name, text.encode()), authority=authority.starter(), today=date(2026, 11, 21))
    assert isinstance(result, Extraction), result
    return result


def block(extraction: Extraction, words: str) -> Block:
    return next(block for block in extraction.blocks if words in block.text)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("首页 | 新闻 | 财经 | 体育 | 娱乐", Reason.NAVIGATION),
        ("当前位置：首页 > 新闻 > 正文", Reason.NAVIGATION),
        ("在线棋牌免费下载,百家乐注册就送,老虎机官方入口", Reason.SPAM),
        ("分享到：微信 微博 QQ空间", Reason.SHARE),
        ("用手机扫描二维码继续阅读", Reason.SHARE),
        ("字号：大 中 小", Reason.WIDGET),
        ("(資料圖片僅供參考)", Reason.IMAGE),
    ],
)
def test_furniture_above_the_article_is_removed_in_either_script(line: str, reason: Reason) -> None:
    extraction = read(f"{line}\n汐城夜间引航试行两月\n来源：汐城晚报 2024-07-18\n{SENTENCE}\n{OTHER}")
    assert block(extraction, line).reason is reason
    assert extraction.body == (SENTENCE, OTHER)


@pytest.mark.parametrize(
    ("tail", "reason"),
    [
        ("相关阅读\n海边的灯塔亮了\n渔港的早餐店", Reason.RELATED),
        ("深度報道 更多 >>\n海边的灯塔亮了", Reason.RELATED),
        ("汐城晚报版权声明\n一、本报所有作品归本报所有，使用须经许可。", Reason.COPYRIGHT),
        ("Copyright © 2014-2025 汐城网 All rights reserved. 东ICP备99000000号", Reason.FOOTER),
        ("海边的灯塔亮了2024-05-01\n渔港的早餐店2024-05-02\n码头的长椅换新2024-05-03", Reason.RELATED),
    ],
)
def test_what_follows_the_article_is_removed(tail: str, reason: Reason) -> None:
    extraction = read(f"汐城夜间引航试行两月\n{SENTENCE}\n{OTHER}\n{THIRD}\n{tail}")
    assert extraction.body[-1] == THIRD
    assert {line.reason for line in extraction.blocks[4:]} == {reason}


def test_teasers_behind_the_byline_go_even_though_they_are_prose() -> None:
    extraction = read(f"{SENTENCE}\n{OTHER}\n{THIRD}\n文/本报记者 祁闻舟\n{FOURTH}")
    assert len(extraction.body) == 3
    assert extraction.blocks[-1].reason is Reason.TEASER
    assert extraction.authors
    assert extraction.authors.value == ("祁闻舟",)


def test_a_source_line_below_the_lead_does_not_end_the_article() -> None:
    lines = [f"{number}、{SENTENCE}" for number in range(6)]
    extraction = read("\n".join(["导语在此，先说结果。", "来源：汐城晚报", *lines]))
    assert list(extraction.body[-6:]) == lines


def test_an_article_about_gambling_or_copyright_is_not_mistaken_for_furniture() -> None:
    gambling = "警方捣毁一个百家乐赌博窝点，缴获老虎机十二台，涉案人员在澳门赌场注册就送筹码。"
    copyright_news = "法院认为，未经授权不得转载他人作品，被告侵犯著作权事实清楚。"
    extraction = read(f"汐城警方通报赌博案\n{SENTENCE}\n{gambling}\n{OTHER}\n{THIRD}")
    assert gambling in extraction.body
    assert OTHER in extraction.body
    extraction = read(f"法院宣判转载案\n{copyright_news}\n{SENTENCE}\n{OTHER}\n{THIRD}")
    assert extraction.body[-1] == THIRD


def test_a_credit_in_brackets_is_cut_off_the_last_paragraph_and_its_words_are_kept() -> None:
    extraction = read(f"标题在此处\n{SENTENCE}\n{OTHER}（责任编辑：何汀）")
    assert extraction.body == (SENTENCE, OTHER)
    assert extraction.blocks[-1].text.endswith("（责任编辑：何汀）")
    assert extraction.editors
    assert extraction.editors.value == ("何汀",)


def test_sub_headings_are_headings_and_the_repeated_title_is_not() -> None:
    extraction = read(f"汐城夜航试行两月\n来源：汐城晚报\n汐城夜航试行两月\n{SENTENCE}\n候潮时间减半\n{OTHER}")
    assert block(extraction, "候潮时间减半").role is Role.HEADING
    assert [line.reason for line in extraction.blocks if line.reason] == [Reason.DUPLICATE_TITLE]


def test_signatures_below_a_notice_stay() -> None:
    extraction = read(f"关于夜间引航的通告\n{SENTENCE}\n{OTHER}\n汐城海事局\n2024年7月18日")
    assert "汐城海事局" in extraction.body


def test_in_a_web_page_the_article_is_found_among_lists_and_side_bars() -> None:
    links = "".join(f"<li><a href='/{number}'>另一条新闻的标题{number}</a></li>" for number in range(12))
    page = f"""<html><head><title>汐城夜航试行两月_新闻_汐城网</title></head><body>
<div class="nav"><ul>{links}</ul></div><div class="side"><h3>热门</h3><p>{OTHER}</p></div>
<div class="main"><h1>汐城夜航试行两月</h1><div class="info">2024-07-18 06:40 来源：汐城晚报</div>
<div class="content"><p>{SENTENCE}</p><p>{THIRD}</p><p>（责任编辑：何汀）</p></div>
<div class="rel"><h3>相关新闻</h3><ul>{links}</ul></div></div><div class="foot">东ICP备99000000号</div></body></html>"""
    extraction = read(page, "a.html")
    assert extraction.body == (SENTENCE, THIRD)
    assert extraction.title
    assert extraction.title.value == "汐城夜航试行两月"
    assert extraction.site
    assert extraction.site.value == "汐城网"


def test_a_box_within_a_web_article_does_not_end_it() -> None:
    page = f"""<div class="content"><p>{SENTENCE}</p><p>{OTHER}</p><p>一年来，{THIRD}</p>
<div class="box"><h4>相关阅读</h4><a href=#>另一条新闻</a></div><p>{FOURTH}</p><p>此外，{FOURTH[5:]}完。</p></div>"""
    assert read(page, "a.html").body[-2:] == (FOURTH, f"此外，{FOURTH[5:]}完。")


def test_every_block_of_the_page_is_kept_in_order() -> None:
    text = f"首页 | 新闻 | 财经 | 体育\n标题在此处\n{SENTENCE}\n相关阅读\n别的"
    extraction = read(text)
    assert [line.text for line in extraction.blocks] == text.split("\n")
    assert [line.position for line in extraction.blocks] == list(range(5))


def test_every_rule_has_a_name_of_its_own() -> None:
    names = [rule.name for rule in rules()]
    assert len(names) == len(set(names))

"""The cite page, the files of citations, the files of an article, and the machine-readable head of its page."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

import bibtexparser
import pytest
import rispy
from django.test import Client
from lxml import html

from archive import publishing
from archive.models import Article, TextBlock
from archive.review import masking
from tests.factories import AgencyFactory, ArticleFactory, CaptureFactory

pytestmark = pytest.mark.django_db
FILES = ("/cite.bib", "/cite.ris", "/cite.json", ".txt", ".md", ".json")
HOSTILE = "</script><script>alert(1)</script> <!-- & \u2028 “'\" ]]>"


@pytest.fixture
def article() -> Article:
    article = ArticleFactory(
        title="告别潮水表",
        original_title="三号海堤合龙",
        source=AgencyFactory(name="汐城晚报"),
        site_name="远汀网",
        authors=["沈砚舟", "陆知微"],
        body=["昨天上午合龙。", "潮水表", "# 不必再看。"],
        url="https://news.example/1",
        capture=CaptureFactory(captured_on=datetime.date(2024, 10, 2)),
    )
    for position, text in enumerate(article.body):
        role = "heading" if text == "潮水表" else "paragraph"
        TextBlock.objects.create(article=article, position=position, text=text, cleaned=text, role=role)
    assert publishing.publish(article, by=None) is None
    return article


def at(article: Article, end: str, language: str = "") -> str:
    return f"{language}/a/{article.public_id}{end}"


def page_of(client: Client, path: str) -> Any:
    return html.fromstring(client.get(path).content.decode())


def said(client: Client, path: str) -> str:
    return client.get(path).content.decode()


class TestCitePage:
    def test_every_format_is_there(self, client: Client, article: Article) -> None:
        page = page_of(client, at(article, "/cite/"))
        assert len(page.xpath('//p[@class="cite"]')) == 5
        assert page.xpath("//pre/@id") == ["bib", "ris", "json"]
        gbt = page.get_element_by_id("gbt").text_content()
        assert gbt.startswith("沈砚舟, 陆知微. 三号海堤合龙[N/OL]. 汐城晚报, 2024-09-12[")
        assert gbt.endswith(f"http://testserver/a/{article.public_id}/.")

    def test_the_cited_address_bears_no_language(self, client: Client, article: Article) -> None:
        assert f"http://testserver/a/{article.public_id}/." in said(client, at(article, "/cite/", "/en"))

    def test_a_paragraph_is_quoted_and_cited(self, client: Client, article: Article) -> None:
        page = page_of(client, at(article, "/cite/?paragraph=2"))
        assert page.get_element_by_id("quote").text == "# 不必再看。"
        assert page.get_element_by_id("gbt").text_content().endswith("/#p2.")

    @pytest.mark.parametrize("asked", ["0", "3", "-1", "x", "", "²", "9" * 40, "%00"])
    def test_a_paragraph_that_is_not_there_is_the_whole_article(
        self, client: Client, article: Article, asked: str
    ) -> None:
        answer = client.get(at(article, f"/cite/?paragraph={asked}"))
        assert answer.status_code == 200 and "#p" not in answer.content.decode().split("gbt-h")[1]

    def test_the_page_costs_few_queries(
        self, client: Client, article: Article, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(30):
            TextBlock.objects.create(article=article, position=10 + number, text="段", cleaned="段", role="paragraph")
        with django_assert_max_num_queries(10):
            client.get(at(article, "/cite/"))

    def test_markup_in_a_title_is_text(self, client: Client) -> None:
        hostile = ArticleFactory(state="published", title=HOSTILE, authors=[HOSTILE], source_name=HOSTILE)
        page = said(client, at(hostile, "/cite/"))
        scripts = re.findall(r"<script.*?</script>", page, re.DOTALL)
        assert all(re.fullmatch(r'<script src="/static/js/[\w-]+\.js" defer></script>', one) for one in scripts)


class TestHead:
    def test_the_data_of_the_page_is_one_block_that_nothing_ends(self, client: Client) -> None:
        hostile = ArticleFactory(state="published", title=HOSTILE, authors=[HOSTILE])
        page = page_of(client, at(hostile, "/"))
        [block] = page.xpath('//script[@type="application/ld+json"]')
        told = json.loads(block.text)
        assert told["headline"] == " ".join(HOSTILE.split()) and told["@type"] == "NewsArticle"
        others = page.xpath("//script[not(@type)]")
        assert all(one.get("src") and not (one.text or "").strip() for one in others)

    def test_reference_managers_find_the_facts_and_the_files(self, client: Client, article: Article) -> None:
        page = page_of(client, at(article, "/", "/en"))
        assert page.xpath('//meta[@name="citation_author"]/@content') == ["沈砚舟", "陆知微"]
        assert page.xpath('//link[@rel="canonical"]/@href') == [f"http://testserver/a/{article.public_id}/"]
        for link in page.xpath('//link[@rel="alternate"][@type!="application/atom+xml"]'):
            answer = client.get(link.get("href"))
            assert answer.status_code == 200
            assert answer.headers["Content-Type"].partition(";")[0] == link.get("type")

    def test_each_paragraph_leads_to_its_citation(self, client: Client, article: Article) -> None:
        page = page_of(client, at(article, "/"))
        [link] = page.xpath('//p[@id="p2"]/a[starts-with(@class, "quote")]/@href')
        assert page_of(client, link).get_element_by_id("quote").text == "# 不必再看。"


class TestFiles:
    def test_bibtex(self, client: Client, article: Article) -> None:
        [entry] = bibtexparser.loads(said(client, at(article, "/cite.bib"))).entries
        assert entry["title"] == "{三号海堤合龙}" and entry["ID"] == f"baoku-{article.public_id}"

    def test_ris(self, client: Client, article: Article) -> None:
        [record] = rispy.loads(said(client, at(article, "/cite.ris")))
        assert record["notes"][0].startswith("据远汀网转载本；转载题《告别潮水表》；原网址：https://news.example/1；")

    def test_csl(self, client: Client, article: Article) -> None:
        [item] = client.get(at(article, "/cite.json")).json()
        assert item["container-title"] == "汐城晚报"

    def test_one_paragraph(self, client: Client, article: Article) -> None:
        links = page_of(client, at(article, "/cite/?paragraph=2")).xpath("//a[@download]/@href")
        assert len(links) == 3
        assert all(f"/a/{article.public_id}/#p2" in said(client, link) for link in links)

    def test_text(self, client: Client, article: Article) -> None:
        assert said(client, at(article, ".txt")) == (
            "告别潮水表\n原标题：三号海堤合龙\n来源：汐城晚报\n转载：远汀网\n日期：2024-09-12\n作者：沈砚舟、陆知微\n"
            f"原网址：https://news.example/1\n报库网址：http://testserver/a/{article.public_id}/\n版次：1\n\n"
            "昨天上午合龙。\n\n潮水表\n\n# 不必再看。\n"
        )

    def test_markdown(self, client: Client, article: Article) -> None:
        text = said(client, at(article, ".md"))
        assert "# 告别潮水表\n\n昨天上午合龙。\n\n## 潮水表\n\n\\# 不必再看。\n" in text

    def test_data(self, client: Client, article: Article) -> None:
        told = client.get(at(article, ".json")).json()
        assert told["blocks"] == [
            {"type": "paragraph", "number": 1, "text": "昨天上午合龙。"},
            {"type": "heading", "text": "潮水表"},
            {"type": "paragraph", "number": 2, "text": "# 不必再看。"},
        ]
        assert told["page"] == f"http://testserver/a/{article.public_id}/"
        assert (told["version"], told["capture"]["saved"]) == (1, "2024-10-02")
        assert told["agencies"] == [{"name": "汐城晚报", "role": "source"}]

    @pytest.mark.parametrize("end", FILES)
    def test_they_name_the_page_and_a_file(self, client: Client, article: Article, end: str) -> None:
        answer = client.get(at(article, end, "/en"))
        assert answer.headers["Link"] == f'<http://testserver/a/{article.public_id}/>; rel="canonical"'
        assert re.fullmatch(rf'inline; filename="baoku-{article.public_id}[a-z.-]+"', answer["Content-Disposition"])
        assert answer.headers["Cache-Control"] == "public, no-cache"

    @pytest.mark.parametrize("end", FILES)
    def test_they_cost_few_queries(
        self, client: Client, article: Article, end: str, django_assert_max_num_queries: Any
    ) -> None:
        with django_assert_max_num_queries(8):
            client.get(at(article, end))

    @pytest.mark.parametrize("end", FILES)
    @pytest.mark.parametrize("precision", ["month", "year", "unknown"])
    def test_no_date_is_made_whole(self, client: Client, end: str, precision: str) -> None:
        day = None if precision == "unknown" else datetime.date(2023, 7, 1)
        vague = ArticleFactory(state="published", published_on=day, date_precision=precision, public_id="bbbbbbbbbb")
        text = said(client, at(vague, end))
        assert not re.search(r"2023[-/]0?7[-/]0?1|2023, 7, 1\b", text)
        assert precision == "month" or not re.search(r"2023[-/]0?7|2023,\s+7\b|= jul", text)


class TestNotPublic:
    @pytest.mark.parametrize("end", ["/cite/", *FILES])
    @pytest.mark.parametrize(("state", "status"), [("draft", 404), ("returned", 404), ("withdrawn", 410)])
    def test_what_is_not_public_is_not_there(self, client: Client, end: str, state: str, status: int) -> None:
        hidden = ArticleFactory(state=state, title="机密")
        answer = client.get(at(hidden, end))
        assert answer.status_code == status and "机密" not in answer.content.decode()

    @pytest.mark.parametrize("end", ["/cite/", *FILES])
    def test_an_odd_id_is_not_found(self, client: Client, end: str) -> None:
        assert [client.get(f"/a/{odd}{end}").status_code for odd in ("%00", "中文", "..%2e", "x" * 300)] == [404] * 4

    def test_a_masked_word_is_in_none(self, client: Client, article: Article) -> None:
        masked = ("沈砚舟", "不必再看", "远汀网", "三号海堤")
        for words in masked:
            assert masking.mask_words(article, words, by=None) is None
        for end in ("/", "/cite/", "/cite/?paragraph=2", *FILES):
            assert not re.search("|".join(masked), said(client, at(article, end))), end

    @pytest.mark.parametrize("end", ["/cite/", *FILES])
    def test_they_can_only_be_read(self, client: Client, article: Article, end: str) -> None:
        assert client.post(at(article, end)).status_code == 405

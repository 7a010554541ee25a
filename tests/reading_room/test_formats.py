"""What programs are given, held against the formats' own definitions: schema.org, sitemaps, OpenSearch."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from pathlib import Path

import pytest
from lxml import etree, html

from archive.models import Article
from tests.browser.npm import installed

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SCHEMAS = Path(__file__).parent / "schemas"
_TYPED = 'import type {{ NewsArticle, WithContext }} from "schema-dts";\n{articles}'
_ONE = "export const article{number}: WithContext<NewsArticle> = {data};\n"


def get(address: str) -> bytes:
    with urllib.request.urlopen(address) as answer:
        content: bytes = answer.read()
    return content


def of_type(blocks: list[dict[str, object]], folder: Path) -> str:
    """What TypeScript says of the objects as NewsArticle of schema.org's vocabulary: "" where all are such."""
    modules = installed("schemas")
    (folder / "node_modules").symlink_to(modules)
    written = (json.dumps(one, ensure_ascii=False) for one in blocks)
    articles = "".join(_ONE.format(number=number, data=data) for number, data in enumerate(written))
    (folder / "articles.ts").write_text(_TYPED.format(articles=articles), encoding="utf-8")
    command = ["node", str(modules / "typescript" / "bin" / "tsc"), "--noEmit", "--strict", "--skipLibCheck"]
    command += ["--module", "nodenext", "--moduleResolution", "nodenext", "articles.ts"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


def test_the_linked_data_of_every_article_is_schema_org_s_news_article(furnished, tmp_path_factory):
    blocks = []
    for article in Article.objects.public():
        page = html.fromstring(get(f"{furnished}/a/{article.public_id}/"))
        blocks += [json.loads(script.text) for script in page.xpath("//script[@type='application/ld+json']")]
    assert len(blocks) >= Article.objects.public().count() > 30
    news = [one for one in blocks if one["@type"] == "NewsArticle"]
    assert not of_type(news, tmp_path_factory.mktemp("types"))
    assert "does not exist" in of_type([{**news[0], "byteline": "x"}], tmp_path_factory.mktemp("wrong"))


def test_sitemaps_are_what_their_schemas_say(furnished):
    parts = etree.XMLSchema(file=str(installed("schemas") / "sitemap" / "schema" / "sitemap.xsd"))
    index = etree.fromstring(get(f"{furnished}/sitemap.xml"))
    etree.RelaxNG(file=str(SCHEMAS / "siteindex.rng")).assertValid(index)
    addresses = [str(one) for one in index.xpath("//*[local-name()='loc']/text()")]
    assert addresses
    for address in addresses:
        if "news" not in address:
            parts.assertValid(etree.fromstring(get(address)))
    news = etree.fromstring(get(f"{furnished}/sitemap-news.xml"))
    etree.RelaxNG(file=str(SCHEMAS / "sitemap-news.rng")).assertValid(news)


def test_the_search_is_described_as_opensearch_has_it(furnished):
    schema = etree.RelaxNG(file=str(SCHEMAS / "opensearch.rng"))
    for prefix in ("", "/zh-hant", "/en"):
        schema.assertValid(etree.fromstring(get(f"{furnished}{prefix}/opensearch.xml")))

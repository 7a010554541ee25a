"""No word of an article leaves the newsroom unless readers may have it: canary words against every address there is.

Six articles are hidden, each in its own way; each holds a word of its own in every text that some page could show.
Anonymous readers and people with an account that may do nothing ask every address of the URLconf, in each language.
"""

from __future__ import annotations

import datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from archive import publishing
from archive.admin.verbs import personal_data
from archive.models import Agency, Article, Finding, Likeness, TextBlock, Topic, UploadBatch, UploadItem
from archive.review import corrections, decisions, masking
from archive.views import articles as article_views
from search.indexing import indexer
from tests.addresses import addresses, said
from tests.factories import AgencyFactory, ArticleFactory, CaptureFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db

BAIT = "鱼饵"  # in every hidden article and in a public one: asking for it must bring the public one alone
DAY = datetime.date(2019, 3, 7)
HIDDEN = ("draft", "returned", "refused", "withdrawn", "masked", "corrected")
#: Asked of every address in the default language; the words that are asked for may come back, the canaries not.
QUERIES = (
    "",
    f"?q={BAIT}&facets=1&collapse=0&from=2019-03-07&to=2019-03-07",
    "?q=zqx&page=2&role=source&year=2019",
    "?q=zqxc*",
)


def canary(way: str) -> str:
    return f"zqxcanary{way}"


def hide(way: str) -> Article:
    """An article with its canary everywhere, then hidden through the newsroom's own doors."""
    article = _write(canary(way))
    _HIDE[way](article)
    article.refresh_from_db()
    return article


def _write(word: str) -> Article:
    agency = AgencyFactory(name=f"{word}署", slug=f"hidden-{word[9:]}", aliases=[f"{word}处"])
    article = ArticleFactory(
        title=f"{word} {BAIT}",
        original_title=f"{word} 原题",
        kicker=f"{word}引",
        subtitle=f"{word}副",
        dateline=f"本报{word}电",
        body=[f"{BAIT}第一段{word}。", f"{word}第二段。"],
        source=agency,
        source_name=f"{word}报",
        site_name=f"{word}网",
        authors=[f"{word}甲"],
        editors=[f"{word}乙"],
        url=f"https://example.test/{word}",
        desk_note=f"{word} desk",
        published_on=DAY,
        evidence={"published": [{"quote": f"{word} 2019", "where": "block", "block": 0, "used": True}]},
        capture=CaptureFactory(file_name=f"{word}.html"),
    )
    for position, text in enumerate(article.body):
        TextBlock.objects.create(article=article, position=position, text=text, cleaned=text, role="paragraph")
    TextBlock.objects.create(
        article=article, position=9, text=word, cleaned=word, role="removed", reason="spam", rule="spam-line"
    )
    Finding.objects.create(article=article, kind="machine-title", text=f"{word} title", note=f"{word} note")
    batch = UploadBatch.objects.create(note=f"{word} batch")
    UploadItem.objects.create(batch=batch, name=f"{word}.html", state="draft", article=article)
    return article


def _publish(article: Article) -> None:
    assert publishing.publish(article, by=None, reason=f"{article.title} checked") is None


def _return(article: Article) -> None:
    assert decisions.return_to_uploader(article, by=None, reason=f"{article.title} returned") is None


def _refuse(article: Article) -> None:
    assert decisions.refuse(article, by=None, reason=f"{article.title} refused") is None


def _withdraw(article: Article) -> None:
    _publish(article)
    reason = f"{article.title} withdrawn"
    assert publishing.withdraw(article, by=None, reason=reason, category="privacy") is None


def _mask(article: Article) -> None:
    """The name, the address and all are masked; the agency is a confirmed one, whose name is the agency's own."""
    article.source = None
    article.save()
    article.agency_links.all().delete()
    Agency.objects.filter(slug="hidden-masked").delete()
    _publish(article)
    assert masking.mask_words(article, canary("masked"), by=None) is None


def _correct(article: Article) -> None:
    """All fields and paragraphs are corrected, and what stood there is sealed."""
    _publish(article)
    names = ("title", "original_title", "kicker", "subtitle", "dateline", "source_name", "site_name", "url")
    wanted: dict[str, Any] = dict.fromkeys(names, "") | {"title": f"更正 {BAIT}", "authors": [], "editors": []}
    wanted |= {"blocks": {0: f"{BAIT}第一段。", 1: "第二段。"}, "published_on": DAY, "date_precision": "day"}
    version, note = article.version, "全文更正"
    told = {"by": None, "version": version, "note": note, "detect": personal_data, "seal_before": True}
    assert corrections.correct(article, wanted, **told) is None
    article.refresh_from_db()
    Article.objects.filter(pk=article.pk).update(evidence={})


_HIDE = {
    "draft": lambda article: None,
    "returned": _return,
    "refused": _refuse,
    "withdrawn": _withdraw,
    "masked": _mask,
    "corrected": _correct,
}


@pytest.fixture
def hidden(own_index: Path) -> dict[str, Article]:
    """The hidden articles by the way they are hidden, public ones around them, and the index up to date."""
    ArticleFactory(state="published", published_on=datetime.date(2018, 5, 1), title=f"公开 {BAIT}")
    ArticleFactory(state="published", published_on=datetime.date(2020, 5, 1))
    made = {way: hide(way) for way in HIDDEN}
    put_in_topics(made)
    for one, other in combinations(Article.objects.order_by("pk"), 2):  # as if all of them were reprints of each other
        Likeness.objects.create(article=other, other=one, kind="near", share=0.9, other_share=0.9)
    indexer.rebuild()
    return made


def put_in_topics(hidden: dict[str, Article]) -> None:
    """One topic that readers see, with all of them and a public one; two that they must not know of."""
    public = ArticleFactory(state="published")
    never = [(hidden[way], f"{canary(way)} note") for way in ("draft", "returned", "refused", "withdrawn")]
    TopicFactory(slug="seen", articles=[public, hidden["masked"], hidden["corrected"], *never])
    TopicFactory(title=f"{canary('draft')} topic", slug="only-a-draft", articles=[hidden["draft"]])
    TopicFactory(title=f"{canary('returned')} topic", slug="prepared", state="prepared", articles=[public])


def every_address(language: str, articles: list[Article]) -> list[str]:
    """Every address that these articles and their agencies lead to."""
    known = {
        "public_id": [article.public_id for article in articles],
        "other_id": [article.public_id for article in articles],
        "topic": list(Topic.objects.values_list("slug", flat=True)),
        "slug": list(Agency.objects.values_list("slug", flat=True)),
        "year": [DAY.year],
        "month": [DAY.month],
        "day": [DAY.day],
        "url": [""],
        "app_label": ["archive"],
        "part": [0],
    }
    listed = addresses(language, known, [article.pk for article in articles[:2]])
    return listed + [f"/oai?{query}" for query in harvests(articles)]


def harvests(articles: list[Article]) -> list[str]:
    """What a harvester asks: everything there is, and each of these articles by name."""
    named = [f"identifier=oai:testserver:{article.public_id}" for article in articles]
    return [
        *(f"verb={verb}&metadataPrefix=oai_dc" for verb in ("ListRecords", "ListIdentifiers")),
        *(
            "verb=Identify",
            "verb=ListSets",
            "verb=ListMetadataFormats",
            "verb=ListRecords&metadataPrefix=oai_dc&set=outlet",
        ),
        *(f"verb=GetRecord&metadataPrefix=oai_dc&{one}" for one in named),
        *(f"verb=ListMetadataFormats&{one}" for one in named),
    ]


def leaks(client: Client, paths: list[str]) -> list[tuple[str, str]]:
    """Which canary was heard at which address."""
    words = [canary(way) for way in HIDDEN]
    found = []
    for path in paths:
        answer = client.get(path)
        assert answer.status_code < 500, path
        text = said(answer)
        found += [(path, word) for word in words if word in text]
    return found


def test_no_address_says_a_word_of_a_hidden_article(client: Client, hidden: dict[str, Article]) -> None:
    paths = every_address("zh-hans", list(hidden.values()))
    assert len(paths) > 100  # the walk goes somewhere
    asked = [path + query for path in paths for query in QUERIES if not query or (_is_public(path) and "?" not in path)]
    assert leaks(client, asked) == []


def test_nor_to_somebody_whose_account_may_do_nothing(client: Client, hidden: dict[str, Article]) -> None:
    client.force_login(UserFactory(username="reader"))
    assert leaks(client, every_address("zh-hans", list(hidden.values()))) == []


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_neither_in_the_other_languages(client: Client, hidden: dict[str, Article], language: str) -> None:
    paths = every_address(language, list(hidden.values()))
    assert leaks(client, [path for path in paths if _is_public(path)]) == []


def test_the_walk_hears_the_canary_of_an_article_that_readers_may_have(client: Client, own_index: Path) -> None:
    article = _write(canary("draft"))
    _publish(article)
    TopicFactory(slug="seen", articles=[article])
    indexer.rebuild()
    heard = {path.partition("?")[0] for path, _word in leaks(client, _with_queries(article))}
    assert heard >= {
        "/",
        "/search/",
        f"/a/{article.public_id}/",
        f"/a/{article.public_id}/cite/",
        *(f"/a/{article.public_id}{end}" for end in ("/cite.bib", "/cite.ris", "/cite.json", ".txt", ".md", ".json")),
        "/agencies/",
        "/agencies/hidden-draft/",
        "/agencies/hidden-draft/feed/",
        "/agencies/hidden-draft/feed/rss/",
        "/dates/2019/3/",
        "/dates/2019/3/7/",
        "/feed/",
        "/feed/rss/",
        *("/topics/seen/", "/topics/seen/feed/", "/topics/seen/feed/rss/"),
        "/oai",
        *(f"/search/export.{form}" for form in ("csv", "jsonl", "ris", "bib")),
        "/search/feed/",
        "/search/feed/rss/",
        "/search/suggestions/",
        *("/api/v1/articles", f"/api/v1/articles/{article.public_id}", "/api/v1/facets"),
        *("/api/v1/agencies", "/api/v1/agencies/hidden-draft", "/api/v1/topics/seen"),
        "/api/v1/search",
        "/api/v1/suggest",
    }


def _with_queries(article: Article) -> list[str]:
    paths = filter(_is_public, every_address("zh-hans", [article]))
    return [path + query for path in paths for query in QUERIES if not query or "?" not in path]


def _is_public(path: str) -> bool:
    return "/admin/" not in path


def test_the_lists_for_programs_name_no_hidden_article(client: Client, hidden: dict[str, Article]) -> None:
    never = [hidden[way].public_id for way in ("draft", "returned", "refused")]
    gone, public = hidden["withdrawn"].public_id, hidden["masked"].public_id
    sitemap, harvest = (said(client.get(path)) for path in ("/sitemap-0.xml", f"/oai?{harvests([])[0]}"))
    assert public in sitemap and public in harvest
    assert not any(one in sitemap + harvest for one in never)
    assert gone not in sitemap and gone in harvest  # as deleted, with no word of it


@pytest.mark.parametrize("path", ["/api/v1/export", "/a/", "/media/", "/static/../baoku.sqlite3"])
def test_there_is_no_list_of_everything(client: Client, hidden: dict[str, Article], path: str) -> None:
    assert client.get(path).status_code == 404
    assert leaks(client, [path]) == []


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "head"])
def test_no_other_method_says_more(client: Client, hidden: dict[str, Article], method: str) -> None:
    for article in hidden.values():
        for path in (article.get_absolute_url(), f"{article.get_absolute_url()}history/"):
            text = said(getattr(client, method)(path))
            assert not any(canary(way) in text for way in HIDDEN), path


def test_a_page_of_an_error_says_nothing(client: Client, hidden: dict[str, Article], monkeypatch: Any) -> None:
    def fail(public_id: str) -> None:
        raise RuntimeError(hidden["draft"].title)

    monkeypatch.setattr(article_views, "look_up", fail)
    client.raise_request_exception = False
    answer = client.get(hidden["withdrawn"].get_absolute_url())
    assert answer.status_code == 500 and canary("draft") not in said(answer)


def test_nor_does_one_of_a_host_or_a_size_that_is_refused(
    client: Client, hidden: dict[str, Article], settings: LazySettings
) -> None:
    path = hidden["draft"].get_absolute_url()
    wrong_host = client.get(path, headers={"host": "evil.test"})
    settings.BAOKU_MAX_REQUEST_BYTES = 1
    too_large = client.post(path, {"q": "x" * 100})
    assert (wrong_host.status_code, too_large.status_code) == (400, 413)
    assert canary("draft") not in said(wrong_host) + said(too_large)


def test_what_a_cache_kept_is_not_confirmed_once_the_article_is_withdrawn(client: Client, own_index: Path) -> None:
    article = _write(canary("withdrawn"))
    _publish(article)
    path = article.get_absolute_url()
    kept = client.get(path).headers["ETag"]
    assert client.get(path, headers={"if-none-match": kept}).status_code == 304
    assert publishing.withdraw(article, by=None, reason="x", category="error") is None
    again = client.get(path, headers={"if-none-match": kept})
    assert again.status_code == 410 and canary("withdrawn") not in said(again)


def test_masked_words_are_in_no_row_that_any_page_reads(hidden: dict[str, Article]) -> None:
    article = hidden["masked"]
    rows = [
        *article.revisions.values(),
        *article.reviews.values(),
        *article.agency_links.values(),
        *article.upload_items.values(),
        *type(article.capture).objects.filter(pk=article.capture_id).values(),
        *Article.objects.filter(pk=article.pk).values(),
        *article.blocks.values("cleaned"),
        *article.findings.exclude(kind__in=Finding.PERSONAL_DATA).values(),
    ]
    assert canary("masked") not in str(rows)

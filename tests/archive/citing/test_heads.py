"""What the head of a page tells programs."""

from __future__ import annotations

import datetime

from archive.citing import heads
from tests.archive.citing.samples import ADDRESS, page_facts, some_facts

#: The properties of schema.org's NewsArticle that we use, each as its page there lists it, and where it is defined.
PROPERTIES = {
    "Thing": {"alternateName", "description", "identifier", "mainEntityOfPage", "name", "sameAs", "url"},
    "CreativeWork": {
        *("alternativeHeadline", "archivedAt", "author", "dateModified", "datePublished", "editor", "headline"),
        *("inLanguage", "isAccessibleForFree", "isBasedOn", "provider", "publisher", "text", "version"),
    },
    "Article": {"articleBody", "articleSection", "pageEnd", "pageStart", "pagination", "wordCount"},
    "NewsArticle": {"dateline", "printColumn", "printEdition", "printPage", "printSection"},
}
REPRINT = some_facts(
    title_here="告别潮水表",
    republisher="远汀网",
    editors=("何汀",),
    original_url="https://news.example/1",
    captured=datetime.date(2024, 10, 2),
    version=3,
)


def test_a_news_article_of_schema_org() -> None:
    assert heads.news_article(REPRINT) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": ADDRESS,
        "url": "https://news.example/1",
        "archivedAt": ADDRESS,
        "identifier": "b7k2m9qz4x",
        "headline": "告别潮水表",
        "alternativeHeadline": "三号海堤昨日合龙",
        "author": [{"@type": "Person", "name": "沈砚舟"}, {"@type": "Person", "name": "陆知微"}],
        "editor": [{"@type": "Person", "name": "何汀"}],
        "publisher": {"@type": "Organization", "name": "汐城晚报"},
        "provider": {"@type": "Organization", "name": "远汀网"},
        "datePublished": "2024-09-12",
        "inLanguage": "zh-Hans",
        "version": 3,
        "isAccessibleForFree": True,
    }


def test_its_properties_are_those_of_schema_org() -> None:
    known = set().union(*PROPERTIES.values())
    assert {name for name in heads.news_article(REPRINT) if not name.startswith("@")} <= known


def test_what_is_not_known_is_left_out() -> None:
    bare = heads.news_article(page_facts(authors=(), outlet="", date=(), language=""))
    assert not {"author", "publisher", "datePublished", "inLanguage", "version"} & bare.keys()
    assert heads.news_article(some_facts(date=(2024, 9)))["datePublished"] == "2024-09"


def test_a_body_is_an_organisation() -> None:
    assert heads.news_article(page_facts(authors=(), body="汐城市水务局"))["author"] == [
        {"@type": "Organization", "name": "汐城市水务局"}
    ]


def test_metas_for_reference_managers() -> None:
    metas = heads.metas(REPRINT)
    assert [content for name, content in metas if name == "citation_author"] == ["沈砚舟", "陆知微"]
    told = dict(metas)
    assert told["z:itemType"] == "newspaperArticle"
    assert told["citation_publication_date"] == "2024/09/12"
    assert told["citation_journal_title"] == told["prism.publicationName"] == told["DC.publisher"] == "汐城晚报"
    assert told["citation_public_url"] == told["DC.identifier"] == ADDRESS
    assert told["DC.source"] == "https://news.example/1"


def test_an_unknown_date_has_no_meta() -> None:
    names = [name for name, _content in heads.metas(page_facts(date=()))]
    assert not {"citation_publication_date", "DC.date"} & set(names)
    assert dict(heads.metas(page_facts()))["z:itemType"] == "webpage"

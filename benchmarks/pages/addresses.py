"""Which addresses are asked for: a fair sample of each kind, read from the archive itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote, urlencode

from benchmarks.published import manage
from benchmarks.search.mix import Query
from benchmarks.search.website import parameters

#: Prints what the addresses are made of. Days and months are those of the sampled articles: full ones come oftener, as
#: they do with readers.
_SAMPLE = """
import json, random
from archive.models import Agency, Article
public = Article.objects.public()
keys = sorted(public.values_list("pk", flat=True))
chosen = random.Random(7).sample(keys, min({count}, len(keys)))
rows = public.filter(pk__in=chosen).values_list("public_id", "published_on", "source__slug")
print(json.dumps([[key, day.isoformat() if day else "", slug or ""] for key, day, slug in rows]))
"""


def addresses_of(data: Path, queries: Sequence[Query], count: int) -> dict[str, list[str]]:
    """Return paths by the kind of page, at most `count` of each.

    queries: a mix of searches, as benchmarks.search.mix draws them from the archive's own words.
    """
    rows = json.loads(manage(data, "shell", "--no-imports", "-c", _SAMPLE.format(count=count)).splitlines()[-1])
    ids = [key for key, _day, _slug in rows]
    days = [day for _key, day, _slug in rows if day]
    outlets = sorted({slug for _key, _day, slug in rows if slug})
    asked = [parameters(query, facets=False) for query in queries]
    searches = [urlencode({name: value for name, value in one.items() if name != "size"}) for one in asked]
    return {
        "home": ["/", "/zh-hant/", "/en/"],
        "years": ["/dates/"],
        "year": _distinct(f"/dates/{day[:4]}/" for day in days),
        "month": _distinct(f"/dates/{day[:4]}/{int(day[5:7])}/" for day in days),
        "day": _distinct(f"/dates/{day[:4]}/{int(day[5:7])}/{int(day[8:])}/" for day in days),
        "article": [f"/a/{key}/" for key in ids],
        "article, converted": [f"/a/{key}/?script=tw" for key in ids],
        "agencies": ["/agencies/?kind=outlet", "/agencies/?kind=government"],
        "places": ["/places/"],
        "agency": [f"/agencies/{quote(slug)}/" for slug in outlets],
        "search with facets": [f"/search/?{one}" for one in searches],
        "search, page 40": [f"/search/?{urlencode({'q': word, 'page': 40})}" for word in ("的", "在", "公司", "警方")],
        "API search, facets": [f"/api/v1/search?{one}&facets=1" for one in searches],
        "API article": [f"/api/v1/articles/{key}" for key in ids],
        "citation": [f"/a/{key}/cite/" for key in ids],
        "feed": ["/feed/", *(f"/agencies/{quote(slug)}/feed/" for slug in outlets)],
    }


def _distinct(paths: object) -> list[str]:
    return list(dict.fromkeys(paths))  # type: ignore[call-overload]

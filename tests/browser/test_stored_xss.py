"""Stored scripting: whatever a page, its name or its outlet is called, staff and readers see words.

The content security policy is off in this browser, so nothing but our escaping stands between an attempt and them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.urls import reverse
from selenium.webdriver.common.by import By

from archive import authority, publishing
from archive.models import Agency, Article, Finding, TextBlock, UploadBatch, UploadItem
from archive.review import naming
from tests.browser import attempts
from tests.browser.attempts import ATTEMPTS, WORD
from tests.browser.careless import raw_pages
from tests.browser.listener import Listener
from tests.browser.shown import Shown
from tests.browser.staff import Person, wait
from tests.browser.test_first_light import wait_for_the_index
from tests.browser.walk import Walk, name_of
from tests.factories import PASSWORD, UserFactory

DESK = [reverse("admin:index"), reverse("admin:archive_article_queue"), reverse("admin:archive_agency_candidates")]
PUBLIC = ["/", f"/search/?q={quote(WORD)}", "/agencies/", "/dates/", "/feed/", f"/api/v1/search?q={quote(WORD)}"]
LISTS = [reverse(f"admin:archive_{name}_changelist") for name in ("article", "agency")]
#: Kinds of pages of which every one is opened, since each has attempts that no other has; of other kinds a handful is.
#: How many attempts are to be read there at least: a name that is too long or no name at all becomes no agency.
EACH_ON_THE_DESK = {
    "archive_article_review": 250,
    "archive_uploadbatch_ledger": 250,
    "archive_article_queue": 250,
    "archive_article_changelist": 250,
    "archive_agency_candidates": 80,
}
EACH_OF_AGENCIES = {"archive_agency_changelist": 220}
EACH_BEFORE_READERS = {"article": 250, "agency": 220}
#: One of each sort gets every page of the desk that an article can have: out of an attribute, a field, a script …
SHARPEST = ("<script>", '"><script>', "'><img", '" onmouse', "' onmouse", "</title>", "</textarea>", "javascript:")
#: Buttons of the queue that lead to a page about all that are ticked.
TOGETHER = {
    "publish": "button[formaction$='/queue/publish/']",
    "decide": "button[formaction$='/queue/decide/']",
    "edit": "#queue .many > .wrap > button:not([formaction])",
}
HANDFUL = 3


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.browser.quit()


@pytest.fixture
def owner(listener, worker, live_server) -> Person:
    UserFactory(username="owner", is_staff=True, is_superuser=True)
    person = Person(listener.browser, live_server.url)
    person.log_in("owner", PASSWORD)
    listener.forget()
    return person


@dataclass
class Tour:
    """Walks about the site and notes what is wrong, what was to be read and how many pages of each kind there were."""

    listener: Listener
    site: str
    wrong: list[str] = field(default_factory=list)
    shown: Shown = field(default_factory=Shown)
    opened: Counter[str] = field(default_factory=Counter)

    def walk(self, *starts: str, each: Collection[str] = (), usual: int = HANDFUL) -> None:
        """Open the pages at `starts` and those that links lead to, every one of the kinds of `each`."""
        way = Walk(self.listener.browser, self.site, each, usual=usual)
        for path in way.pages(*starts):
            self.look(path)
            self.shown.read(self.listener.browser, name_of(path))
        self.opened += way.opened

    def look(self, name: str) -> None:
        """Note what is wrong with the page now open. name: what to call it."""
        self.wrong += [f"{name}: {fault}" for fault in self.listener.faults(self.site)]

    def check(self, expected: dict[str, int]) -> None:
        """Nothing was wrong, though so many attempts were to be read on pages of each kind."""
        assert not self.wrong, "\n".join(self.wrong)
        counted = {kind: len(self.shown.on[kind]) for kind in expected}
        assert {kind: count for kind, count in counted.items() if count < expected[kind]} == {}, counted


def caught(listener: Listener, site: str, numbers: range) -> set[int]:
    """The attempts that bring something about where nothing is escaped."""
    found = set()
    for number in numbers:
        listener.browser.get(f"{site}/{number}")
        if listener.faults(site):
            found.add(number)
    return found


def policy() -> str:
    return "; ".join(f"{name} {' '.join(sources)}".strip() for name, sources in settings.SECURE_CSP.items())


def release_all() -> None:
    """Keep every finding and make every draft public, and every outlet that a page names known."""
    Finding.objects.update(state=Finding.State.KEPT)
    for agency in Agency.objects.filter(confirmed=False):
        authority.confirm(agency, by=None)
    drafts = Article.objects.filter(state=Article.State.DRAFT)
    assert publishing.publish_together([draft for draft in drafts if draft.body], by=None)
    wait_for_the_index(seconds=300)


def test_the_listener_hears_what_unescaped_pages_do(listener):
    listener.heed_policy(False)
    listener.forget()
    with raw_pages() as site:
        assert len(caught(listener, site, range(0, 60, 10))) == 6


def test_words_of_every_attempt_stay_words_on_the_desk_and_before_readers(owner, listener, tmp_path):
    owner.upload([*write_together(tmp_path)])
    assert set(UploadItem.objects.values_list("state", flat=True)) == {"draft"}
    drafts = [reverse("admin:archive_article_review", args=[pk]) for pk in Article.objects.values_list("pk", flat=True)]
    tour = Tour(listener, owner.site)
    tour.walk(UploadBatch.objects.get().get_absolute_url(), *drafts, usual=0)
    release_all()
    articles = [article.get_absolute_url() for article in Article.objects.public()]
    assert len(articles) == len(drafts)
    tour.walk(*PUBLIC, *articles, usual=0)
    tour.check({"archive_article_review": 250, "article": 240})


def write_together(folder: Path) -> Iterator[Path]:
    """All attempts in a few files: as text of a page, of a text, of a Markdown file, each named after one of them."""
    said = "".join(f"<p>{attempts.html.escape(attempt)}县里提醒。</p>" for attempt in ATTEMPTS)
    page = attempts.web_page(1, ATTEMPTS[132]).replace(b"</body>", said.encode() + b"</body>")
    listed = "\n\n".join(attempt.strip() for attempt in ATTEMPTS).encode()
    front = attempts.markdown(2, ATTEMPTS[30])
    pages = {"html": page, "md": front + listed, "txt": attempts.text(3, ATTEMPTS)}
    for number, (suffix, content) in enumerate(pages.items()):
        path = folder / f'"><img src=x onerror=alert({number})>.{suffix}'
        path.write_bytes(content)
        yield path


@pytest.mark.slow
def test_most_attempts_succeed_where_nothing_is_escaped_and_none_under_our_policy(listener):
    numbers = range(len(ATTEMPTS))
    try:
        listener.heed_policy(False)
        listener.forget()
        with raw_pages() as site:
            succeeded = len(caught(listener, site, numbers))
        print(f"{succeeded} of {len(ATTEMPTS)} attempts succeed where nothing is escaped")
        assert succeeded > 200
        listener.heed_policy(True)
        listener.forget()
        with raw_pages(**{"Content-Security-Policy": policy()}) as site:
            for number in numbers:
                listener.browser.get(f"{site}/{number}")
            assert listener.ran() == []
    finally:
        listener.heed_policy(False)


@pytest.mark.slow
def test_every_attempt_by_every_way_in_is_words_on_every_page(owner, listener, tmp_path):
    assert len(ATTEMPTS) >= 200
    tour, files = Tour(listener, owner.site), attempts.loose(tmp_path)
    choose(owner, files)
    tour.look("files chosen, not sent")
    owner.upload([attempts.pack(tmp_path / "<img src=x onerror=alert(0)>.zip")], patience=600)
    owner.upload(files, patience=600)
    assert not UploadItem.objects.exclude(state__in=["draft", "duplicate", "unpacked", "refused"]).exists()
    assert Article.objects.count() > len(ATTEMPTS)
    batches = [batch.get_absolute_url() for batch in UploadBatch.objects.all()]
    tour.walk(*DESK, *LISTS, *batches, *before_publication(), each=EACH_ON_THE_DESK)
    for name in TOGETHER:
        press_for_all(owner, name)
        tour.look(f"many drafts: {name}")
    assert tour.opened["archive_article_review"] >= Article.objects.count()
    tour.check(EACH_ON_THE_DESK)

    name_all()
    release_all()
    tour.walk(*DESK, *LISTS, *PUBLIC, *after_publication(), each=EACH_OF_AGENCIES, usual=1)
    listener.browser.delete_all_cookies()
    tour.walk(*PUBLIC, *(f"/search/?q={quote(attempt)}" for attempt in ATTEMPTS), each=EACH_BEFORE_READERS)
    for article in of_sharpest():
        be_offered(owner, article.title[:20])
        tour.look(f"what is offered for {article}")
    assert tour.opened["article"] >= Article.objects.public().count()
    tour.check(EACH_OF_AGENCIES | EACH_BEFORE_READERS)
    told = {kind: f"{pages} pages, {len(tour.shown.on[kind])} attempts" for kind, pages in tour.opened.most_common()}
    print(f"{len(ATTEMPTS)} attempts, {tour.opened.total()} pages: {told}")


def name_all() -> None:
    """Name an agency after each attempt, as a reviewer does who copies it from the page."""
    for number, article in by_attempt().items():
        naming.name_agency(article, ATTEMPTS[number], kind=Agency.Kind.OUTLET, by=None)


def by_attempt() -> dict[int, Article]:
    """The articles made of the members of the archive, by the number that their names begin with."""
    members = UploadItem.objects.filter(parent__isnull=False, article__isnull=False).select_related("article")
    return {int(item.name.partition("/")[0]): item.article for item in members if item.article}


def of_sharpest() -> list[Article]:
    """The articles of the sharpest attempts."""
    articles = by_attempt()
    numbers = [next(n for n, attempt in enumerate(ATTEMPTS) if attempt.startswith(start)) for start in SHARPEST]
    return [articles[number] for number in numbers]


def before_publication() -> Iterator[str]:
    """Pages that an article has on the desk while it is a draft, of the sharpest attempts."""
    for article in of_sharpest():
        review = reverse("admin:archive_article_review", args=[article.pk])
        block = TextBlock.objects.filter(article=article, role="paragraph").values_list("position", flat=True)[0]
        other = Article.objects.exclude(pk=article.pk).values_list("pk", flat=True)[0]
        yield f"{review}?edit"
        yield f"{review}?with={other}"
        yield f"{reverse('admin:archive_article_rule', args=[article.pk])}?block={block}"
        yield f"{reverse('admin:archive_article_compare', args=[article.pk])}?with={other}"
        for page in ("charset", "change", "history"):
            yield reverse(f"admin:archive_article_{page}", args=[article.pk])


def after_publication() -> Iterator[str]:
    """Pages that an article has once readers know it, and those of its source."""
    for article in of_sharpest():
        for page in ("review", "publication", "correct"):
            yield reverse(f"admin:archive_article_{page}", args=[article.pk])
        yield reverse("archive:history", args=[article.public_id])
        if article.source_id:
            for page in ("change", "merge", "split", "rename"):
                yield reverse(f"admin:archive_agency_{page}", args=[article.source_id])


def choose(person: Person, files: list[Path]) -> None:
    """Give the upload page the files: it lists their names. They are not sent."""
    person.open(reverse("admin:archive_uploadbatch_upload"))
    person.find("input[type=file]").send_keys("\n".join(map(str, files)))
    person.see("#chosen li")


def press_for_all(person: Person, name: str) -> None:
    """Tick a page of the queue and press the button that leads to the page of this name."""
    person.open(reverse("admin:archive_article_queue"))
    person.find("#tick-page").click()
    person.press(TOGETHER[name])


def be_offered(person: Person, words: str) -> None:
    """Type into the search field until articles and agencies are offered whose names begin so."""
    person.open("/search/")
    person.type_into("q", words)
    wait(person.browser).until(lambda browser: browser.find_elements(By.CSS_SELECTOR, ".suggest [role=option]"))

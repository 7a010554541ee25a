"""People at a running Baoku over HTTP, each with a session: they upload, read, and press buttons."""

from __future__ import annotations

import http.cookiejar
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import quantiles
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

import lxml.html

PATIENCE = 120  # seconds for one answer
Result = TypeVar("Result")


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Leaves a redirect to who asked: what a request brought about and where it leads are two things."""

    def redirect_request(self, *args: object, **words: object) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. seconds: wall clock until its last byte."""

    status: int
    body: str
    location: str
    seconds: float


class Visitor:
    """Somebody with a browser's cookies and none of its caches. site: `http://127.0.0.1:8000`."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(
            _StayHere, urllib.request.HTTPCookieProcessor(self.cookies), urllib.request.ProxyHandler({})
        )

    def get(self, path: str) -> Answer:
        return self._ask(urllib.request.Request(self.site + path))  # noqa: S310 - our own server

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        """Send a form, with the token against forged requests where it has none."""
        body = urlencode({"csrfmiddlewaretoken": self._token(), **fields}).encode()
        return self._ask(urllib.request.Request(self.site + path, body))  # noqa: S310 - our own server

    def log_in(self, username: str, password: str) -> None:
        """Log in at the desk. Raises PermissionError where the desk says no."""
        self.get("/admin/login/")
        answer = self.post("/admin/login/", {"username": username, "password": password, "next": "/admin/"})
        if answer.status != 302:
            raise PermissionError(f"{username} was not let in: {answer.status}")

    def upload(self, files: Iterable[tuple[str, bytes]], path: str = "/admin/archive/uploadbatch/upload/") -> Answer:
        """Send files (name, bytes) in one request, as the upload page does; the answer leads to their ledger."""
        parts = [("csrfmiddlewaretoken", "", self._token().encode()), ("note", "", b"")]
        parts += [("files", name, content) for name, content in files]
        edge = uuid.uuid4().hex
        request = urllib.request.Request(self.site + path, _multipart(parts, edge))  # noqa: S310 - our own server
        request.add_header("Content-Type", f"multipart/form-data; boundary={edge}")
        return self._ask(request)

    def form(self, path: str, name: str) -> dict[str, str]:
        """The fields of a form of a page as they stand, by the form's id."""
        return self.fields_in(self.get(path).body, name)

    @staticmethod
    def fields_in(page: str, name: str) -> dict[str, str]:
        """The fields of a form as they stand in a page that was answered."""
        form = lxml.html.fromstring(page).get_element_by_id(name)
        # A browser drops the line break with which Django begins a text field.
        return {key: (value or "").removeprefix("\n") for key, value in form.form_values()}

    @staticmethod
    def text_in(page: str, name: str) -> str:
        """The words of the element with this id in a page that was answered."""
        return str(lxml.html.fromstring(page).get_element_by_id(name).text_content())

    def _token(self) -> str:
        return next((cookie.value or "" for cookie in self.cookies if cookie.name.endswith("csrftoken")), "")

    def _ask(self, request: urllib.request.Request) -> Answer:
        begin = time.perf_counter()
        try:
            answer = self._opener.open(request, timeout=PATIENCE)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            body = answer.read().decode(errors="replace")
        leads = urlsplit(answer.headers.get("Location", "")).path
        return Answer(answer.status, body, leads, time.perf_counter() - begin)


@dataclass
class Tally:
    """Answers of one kind of request: how long each took, in seconds, and those with another status than expected."""

    expected: int
    seconds: list[float] = field(default_factory=list)
    others: list[Answer] = field(default_factory=list)

    def add(self, answer: Answer) -> None:
        self.seconds.append(answer.seconds)
        if answer.status != self.expected:
            self.others.append(answer)

    def percentile(self, percent: int) -> float:
        """In seconds, 0.0 for fewer than two answers."""
        return quantiles(self.seconds, n=100)[percent - 1] if len(self.seconds) > 1 else 0.0

    def __str__(self) -> str:
        took = {"p50": self.percentile(50), "p95": self.percentile(95), "worst": max(self.seconds, default=0.0)}
        told = f"{len(self.seconds):5}" + "".join(f"  {name} {value * 1000:6.0f} ms" for name, value in took.items())
        strange = sorted({answer.status for answer in self.others})
        return told + (f"  {len(self.others)} unexpected: {strange}" if strange else "")


def together(jobs: Sequence[Callable[[], Result]]) -> list[Result]:
    """Do all jobs at one moment, a thread each, and return what they returned, in order.

    Raises what the first of them raised.
    """
    start = threading.Barrier(len(jobs))

    def run(job: Callable[[], Result]) -> Result:
        start.wait()
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [running.result() for running in [pool.submit(run, job) for job in jobs]]


def read_on(site: str, paths: Sequence[str], until: threading.Event, first: int = 0) -> Tally:
    """Read one page after the other, beginning with the `first`, until told to stop."""
    tally, reader = Tally(200), Visitor(site)
    while not until.is_set():
        tally.add(reader.get(paths[first % len(paths)]))
        first += 1
    return tally


def _multipart(parts: Iterable[tuple[str, str, bytes]], edge: str) -> bytes:
    pieces = []
    for name, file_name, content in parts:
        about = f'form-data; name="{name}"' + (f'; filename="{file_name}"' if file_name else "")
        pieces.append(f"--{edge}\r\nContent-Disposition: {about}\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(pieces) + f"--{edge}--\r\n".encode()

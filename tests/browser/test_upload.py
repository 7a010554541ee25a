"""The upload page in a real browser: files dropped and taken back, progress, a pasted page, the bookmark."""

from __future__ import annotations

import functools
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from archive import storage
from archive.models import UploadBatch, UploadItem
from tests.browser.staff import Person, wait
from tests.factories import PASSWORD, AgencyFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

UPLOAD = "/admin/archive/uploadbatch/upload/"
PAGE = """<!doctype html><html><head><meta charset="gb2312"><title>海堤</title></head><body>
<h1>三号海堤昨日合龙</h1><div id="late"></div>
<script>document.getElementById("late").innerHTML = "<p>这一段是脚本写进来的。</p>";</script></body></html>"""
DROP = """
const [names, selector] = arguments, dropped = new DataTransfer();
for (const name of names) dropped.items.add(new File([`page ${name}`], name, {lastModified: 1}));
for (const kind of ["dragover", "drop"])
  document.querySelector(selector).dispatchEvent(new DragEvent(kind, {bubbles: true, dataTransfer: dropped}));
"""


@pytest.fixture
def uploader(browser, live_server) -> Iterator[Person]:
    UserFactory(username="uploader", groups=["Uploaders"])
    person = Person(browser, live_server.url)
    browser.set_window_size(1280, 900)
    person.log_in("uploader", PASSWORD)
    browser.get_log("browser")
    yield person
    for window in browser.window_handles[1:]:
        browser.switch_to.window(window)
        browser.close()
    browser.switch_to.window(browser.window_handles[0])


@pytest.fixture
def newspaper(tmp_path: Path) -> Iterator[str]:
    """A strange site with one page, in a charset that is not the desk's. Its address."""
    (tmp_path / "20210618.html").write_bytes(PAGE.encode("gb18030"))

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/20210618.html"
    server.shutdown()
    server.server_close()


def chosen(person: Person) -> list[str]:
    return [item.text.split("\n")[0] for item in person.browser.find_elements(By.CSS_SELECTOR, "#chosen li")]


def test_files_are_dropped_taken_back_and_sent(uploader):
    uploader.open(UPLOAD)
    uploader.browser.execute_script(DROP, ["一.txt", "二.html", "三.md"], "#drop-here")
    uploader.browser.execute_script(DROP, ["二.html", "四.txt"], "form.drop")
    assert chosen(uploader) == ["一.txt", "二.html", "三.md", "四.txt"], "the same file twice is one file"
    uploader.find("#chosen li:nth-child(3) button").click()
    assert chosen(uploader) == ["一.txt", "二.html", "四.txt"]
    AgencyFactory(name="云渡日报")
    uploader.type_into("note", "七月")
    uploader.type_into("outlet", "雲渡日報")
    uploader.press("form.drop button.button")
    batch = UploadBatch.objects.get()
    assert uploader.browser.current_url.endswith(batch.get_absolute_url())
    assert (batch.note, batch.outlet.name) == ("七月", "云渡日报")
    assert [item.name for item in batch.items.all()] == ["一.txt", "二.html", "四.txt"]
    assert storage.read(batch.items.first().capture.sha256).decode() == "page 一.txt"
    assert uploader.browser.get_log("browser") == []


def test_a_folder_that_is_dropped_gives_its_pages_and_leaves_its_pictures(uploader, tmp_path):
    folder = tmp_path / "云渡日报"
    (folder / "七月_files").mkdir(parents=True)
    for name in ("一.html", "七月_files/二.HTM", "七月_files/picture.png", "七月_files/style.css"):
        (folder / name).write_text("<p>一段话。</p>")
    (tmp_path / "三.txt").write_text("一段话。")
    uploader.open(UPLOAD)
    place = uploader.find("form.drop").rect
    at = {"x": place["x"] + 100, "y": place["y"] + 100}
    held = {"items": [], "files": [str(folder), str(tmp_path / "三.txt")], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        uploader.browser.execute_cdp_cmd("Input.dispatchDragEvent", {"type": kind, **at, "data": held})
    uploader.see("#chosen li")
    assert sorted(chosen(uploader)) == ["一.html", "三.txt", "二.HTM"]


def test_a_mistake_is_told_and_everything_typed_and_chosen_stays(uploader):
    uploader.open(UPLOAD)
    uploader.browser.execute_script(DROP, ["一.txt"], "form.drop")
    uploader.type_into("outlet", "没有的报")
    uploader.find("form.drop button.button").click()
    uploader.see("#wrong p")
    assert chosen(uploader) == ["一.txt"]
    uploader.find("[name=outlet]").clear()
    uploader.press("form.drop button.button")
    assert UploadItem.objects.get().name == "一.txt"


@pytest.mark.slow
def test_the_connection_breaks_and_the_second_try_succeeds(uploader):
    uploader.open(UPLOAD)
    uploader.browser.execute_script(DROP, ["一.txt"], "form.drop")
    uploader.browser.execute_cdp_cmd("Network.enable", {})
    cut = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    uploader.browser.execute_cdp_cmd("Network.emulateNetworkConditions", cut)
    uploader.find("form.drop button.button").click()
    uploader.see("#wrong p")
    restored = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    uploader.browser.execute_cdp_cmd("Network.emulateNetworkConditions", restored)
    assert not UploadBatch.objects.exists()
    uploader.press("form.drop button.button")
    assert UploadItem.objects.get().name == "一.txt"


def test_too_many_files_are_told_before_anything_is_sent(uploader):
    uploader.open(UPLOAD)
    uploader.browser.execute_script(DROP, [f"{number}.txt" for number in range(501)], "form.drop")
    assert "500" in uploader.browser.execute_script("return document.getElementById('id_files').validationMessage")
    uploader.find("form.drop button.button").click()
    assert not UploadBatch.objects.exists()


def test_the_button_for_files_has_our_words_and_the_keyboard(uploader):
    uploader.open(f"/en{UPLOAD}")
    assert uploader.find("label[for=id_files]").text == "Choose web pages, texts or an archive…"
    uploader.browser.execute_script("document.getElementById('id_files').focus()")
    ring = "return getComputedStyle(document.querySelector('label[for=id_files]')).outlineStyle"
    assert uploader.browser.execute_script("return document.activeElement.id") == "id_files"
    assert uploader.browser.execute_script(ring) == "solid"


def test_a_known_outlet_is_offered_in_either_script_and_fills_the_field(uploader):
    AgencyFactory(name="汐城電訊")
    uploader.open(UPLOAD)
    field = uploader.find("#id_outlet")
    field.send_keys("汐城电")
    uploader.see(".suggest [role=option]")
    field.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    assert field.get_attribute("value") == "汐城電訊"
    assert not uploader.browser.find_elements(By.CSS_SELECTOR, ".suggest:not([hidden])")
    assert uploader.browser.current_url.endswith(UPLOAD), "nothing was sent"


def test_a_page_is_pasted_without_script_too(uploader):
    uploader.browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        uploader.open(UPLOAD)
        uploader.find("details.paste summary").click()
        uploader.type_into("text", "三号海堤昨日合龙")
        uploader.find("form.drop button.button").click()
        uploader.see("#ledger")
    finally:
        uploader.browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert storage.read(UploadItem.objects.get().capture.sha256).decode("utf-8-sig") == "三号海堤昨日合龙"


class TestTheBookmark:
    @pytest.fixture
    def press_bookmark(self, uploader, newspaper):
        """Press the bookmark on the newspaper's page and look at the window that it opens."""

        def press(code: str = "") -> None:
            browser = uploader.browser
            uploader.open(UPLOAD)
            link = uploader.find("#bookmark").get_attribute("href")
            browser.get(newspaper)
            browser.execute_script(code or unquote(link.removeprefix("javascript:")))
            wait(browser).until(lambda browser: len(browser.window_handles) == 2)
            browser.switch_to.window(browser.window_handles[1])

        return press

    def arrive(self, person: Person) -> str:
        area = "return document.querySelector('textarea[name=text]')?.value"
        return wait(person.browser).until(lambda browser: browser.execute_script(area))

    def test_it_sends_the_page_as_the_browser_shows_it_and_nothing_is_stored_before_the_button(
        self, uploader, newspaper, press_bookmark
    ):
        press_bookmark()
        assert "这一段是脚本写进来的。" in self.arrive(uploader)
        assert uploader.find("[name=address]").get_attribute("value") == newspaper
        assert newspaper.rpartition("/")[0] in uploader.find("#arrival").text
        assert not UploadBatch.objects.exists()
        wait(uploader.browser).until(lambda browser: uploader.find("form.drop button.button").is_enabled())
        uploader.press("form.drop button.button")
        item = UploadItem.objects.get()
        assert item.name == "127.0.0.1-20210618.html"
        assert "这一段是脚本写进来的。" in storage.read(item.capture.sha256).decode("utf-8-sig")
        assert item.given["captured_on"]

    def test_a_strange_site_gets_one_message_through_and_cannot_name_another_address(
        self, uploader, newspaper, press_bookmark
    ):
        sent = {"kind": "baoku-page", "html": "<p>one</p>", "url": "https://elsewhere.example/a"}
        press_bookmark(
            f"const page = open({json.dumps(uploader.site + UPLOAD + 'page/')}), sent = {json.dumps(sent)};"
            "window.count = 0; window.answers = [];"
            "addEventListener('message', event => answers.push(event.data));"
            "setInterval(() => page.postMessage({...sent, html: sent.html + ++window.count}, '*'), 100);"
        )
        first = self.arrive(uploader)
        browser = uploader.browser
        assert uploader.find("[name=address]").get_attribute("value") == ""
        browser.switch_to.window(browser.window_handles[0])
        wait(browser).until(lambda browser: browser.execute_script("return count > 15"))
        assert browser.execute_script("return answers") == ["baoku-page"], "it learns only that it was heard"
        browser.switch_to.window(browser.window_handles[1])
        assert self.arrive(uploader) == first
        assert not UploadBatch.objects.exists()

    @pytest.mark.slow
    def test_somebody_logged_out_logs_in_and_is_told_to_press_it_again(self, uploader, newspaper):
        browser = uploader.browser
        uploader.open(UPLOAD)
        link = unquote(uploader.find("#bookmark").get_attribute("href").removeprefix("javascript:"))
        uploader.leave()
        browser.get(newspaper)
        browser.execute_script(link)
        wait(browser).until(lambda browser: len(browser.window_handles) == 2)
        browser.switch_to.window(browser.window_handles[1])
        uploader.see("[name=username]")
        uploader.type_into("username", "uploader")
        uploader.type_into("password", PASSWORD)
        uploader.press("form.door button.button")
        assert uploader.find("#arrival").text
        assert uploader.find("textarea[name=text]").get_attribute("value") == ""

    def test_pressed_on_our_own_page_it_only_says_what_to_do_with_it(self, uploader):
        uploader.open(UPLOAD)
        uploader.find("details.bookmark summary").click()
        uploader.find("#bookmark").click()
        assert uploader.find("#drag-me").is_displayed()
        assert uploader.browser.get_log("browser") == []

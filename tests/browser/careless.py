"""A site that escapes nothing: what the attempts at stored scripting bring about where nobody takes care."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.browser.attempts import ATTEMPTS


@contextmanager
def raw_pages(**headers: str) -> Iterator[str]:
    """Serve each attempt as it is, in the text and in an attribute, at /<its number>. headers: of every answer."""

    class Careless(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            number = self.path.strip("/")
            attempt = ATTEMPTS[int(number)] if number.isdecimal() else ""
            self.send_response(200)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            page = f'<!doctype html><title>{attempt}</title><p>{attempt}</p><p title="{attempt}">{attempt}</p>'
            with suppress(BrokenPipeError):  # some attempts leave the page before it has come
                self.wfile.write(page.encode())

        def log_message(self, *words: object) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Careless)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()

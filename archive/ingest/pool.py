"""As many sandboxes as the machine has cores, so that pages are read side by side.

with Pool(authority) as pool:
    future = pool.submit(load)     # Future[Extraction | Problem]
"""

from __future__ import annotations

import os
import queue
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

from archive.ingest.authority import Authority
from archive.ingest.records import Extraction, Problem, SourceFile
from archive.ingest.sandbox import Sandbox

MOST = 4  # children; one process keeps their drafts, and more would only wait for it


class Pool:
    """Sandboxes behind a thread each. The threads wait on pipes; the work is in the children.

    authority: the agencies whose names are looked for. size: children; by default one a core, at most MOST.
    """

    def __init__(self, authority: Authority, *, size: int | None = None) -> None:
        self.size = size or min(os.cpu_count() or 1, MOST)
        self._authority = authority
        self._sandboxes = [Sandbox(authority) for _ in range(self.size)]
        self._free: queue.SimpleQueue[Sandbox] = queue.SimpleQueue()
        for sandbox in self._sandboxes:
            self._free.put(sandbox)
        self._threads = ThreadPoolExecutor(self.size, thread_name_prefix="sandbox")

    def submit(self, load: Callable[[], SourceFile]) -> Future[Extraction | Problem]:
        """Let the next free sandbox read a page. load: gives the page when its turn has come; what it raises, the
        future raises."""
        return self._threads.submit(self._extract, load)

    def learn(self, authority: Authority) -> None:
        """Know these agencies from the next page on."""
        self._authority = authority

    def close(self) -> None:
        """Forget what has not begun and end the children."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for sandbox in self._sandboxes:
            sandbox.close()
        self._threads.shutdown()

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _extract(self, load: Callable[[], SourceFile]) -> Extraction | Problem:
        source = load()
        sandbox = self._free.get()
        try:
            sandbox.learn(self._authority)
            return sandbox.extract(source)
        finally:
            self._free.put(sandbox)

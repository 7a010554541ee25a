"""The project's settings with a second search connection, wired as tutorials do it."""

from config.settings.dev import *  # noqa: F403
from config.settings.dev import BAOKU_DATA, HAYSTACK_CONNECTIONS

DEBUG = False
HAYSTACK_CONNECTIONS["stock"] = {"ENGINE": "benchmarks.stock.StockEngine", "PATH": str(BAOKU_DATA / "stock-index")}

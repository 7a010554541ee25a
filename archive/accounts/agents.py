"""A browser's name for itself, cut down to what a person recognises: Firefox on Windows."""

from __future__ import annotations

#: What stands in the User-Agent, and whom it means. The first that fits counts: most browsers name older ones too.
_BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("QQBrowser", "QQ"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def name_of(agent: str) -> str:
    """Browser and system, as far as they can be told; empty where neither can."""
    known = (next((name for mark, name in table if mark in agent), "") for table in (_BROWSERS, _SYSTEMS))
    return " · ".join(filter(None, known))

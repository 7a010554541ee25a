"""Listens in Chromium for what an uploaded page must never bring about: a script that runs, a request to outside.

The content security policy is switched off, so that escaping alone has to hold; the policy is the second line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

from selenium.webdriver import Chrome

from tests.browser import chromium

RAN = "A SCRIPT RAN"
# What the attempts call says so on the console, which outlives the page; nothing waits for a dialogue to be closed.
_HOOKS = f"""
for (const name of ["alert", "confirm", "prompt", "print", "msgbox"])
  window[name] = (...words) => console.error("{RAN}", name, String(words), location.href);
"""
# Markup that no page of ours has, in the page as the browser understood it: also what would run only at a click.
_FOREIGN = """
if (document.contentType !== "text/html") return []; // the browser's own view of a feed or of data
const own = location.origin, found = [];
const forbidden = "iframe, frame, frameset, object, embed, base, applet, style, template, math, marquee, video, audio";
const addresses = "href src action formaction data poster xlink:href background ping srcset".split(" ");
const tell = (element, why) => found.push(`${why}: ${element.outerHTML.slice(0, 160)}`);
for (const element of document.querySelectorAll(forbidden)) tell(element, "element");
for (const element of document.querySelectorAll("meta[http-equiv]")) tell(element, "element");
// The bookmark is a script, to be dragged away; Django's own script draws its calendars.
const ours = "a#bookmark[draggable], .calendarbox, .calendarbox *, .clockbox, .clockbox *";
const all = [...document.querySelectorAll("*")].filter(element => !element.matches(ours));
for (const element of all) if (element instanceof HTMLUnknownElement) tell(element, "element");
for (const element of all) for (const {name, value} of element.attributes) {
  if (name.startsWith("on") || name === "style" || name === "srcdoc") tell(element, `attribute ${name}`);
  if (!addresses.includes(name)) continue;
  let url;
  try { url = new URL(value, location.href); } catch { continue; }
  const goes = element.matches("a, area") && ["http:", "https:"].includes(url.protocol) && name === "href";
  const drawn = element.matches("img") && url.protocol === "data:";
  if (url.origin !== own && !goes && !drawn) tell(element, `address in ${name}`);
}
return found;
"""


class Listener:
    """A Chromium that tells what ran and what was asked of others since it was last asked."""

    def __init__(self) -> None:
        # Of many pages each is seen once: to draw them large and keep them for the way back is a quarter of the work.
        thrifty = ("--window-size=640,480", "--disable-features=BackForwardCache")
        self.browser: Chrome = chromium.launch(*thrifty, performance="ALL")
        self.browser.execute_cdp_cmd("Page.enable", {})
        self.browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _HOOKS})
        self.heed_policy(False)

    def heed_policy(self, heed: bool) -> None:
        """Switch the content security policy of all pages on or off."""
        self.browser.execute_cdp_cmd("Page.setBypassCSP", {"enabled": not heed})

    def faults(self, site: str) -> list[str]:
        """What happened since the last call that should not, and what markup the page now open should not have."""
        foreign = self.browser.execute_script(_FOREIGN)
        return [*self.ran(), *self.asked_of_others(site), *foreign]

    def ran(self) -> list[str]:
        """Scripts that ran, as they told the console."""
        return [entry["message"] for entry in self.browser.get_log("browser") if RAN in entry["message"]]

    def asked_of_others(self, site: str) -> list[str]:
        """Addresses beyond `site` that the browser asked, or tried to."""
        return [f"request: {url}" for url in self._requests() if urlsplit(url).netloc != urlsplit(site).netloc]

    def forget(self) -> None:
        """Leave the page and take no account of what happened until now."""
        self.browser.get("about:blank")
        self.browser.get_log("browser")
        self.browser.get_log("performance")

    def _requests(self) -> Iterator[str]:
        for entry in self.browser.get_log("performance"):
            said = json.loads(entry["message"])["message"]
            if said["method"] == "Network.requestWillBeSent":
                url = said["params"]["request"]["url"]
                if not url.startswith(("data:", "blob:", "about:", "chrome:")):
                    yield url

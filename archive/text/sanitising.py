"""The one allow-list for markup that comes from outside, and its version number."""

from __future__ import annotations

import nh3

#: Stored beside sanitised text; raise it with every change below, so that older text can be found and redone.
SANITISER_VERSION = 1

_TAGS = {
    *("p", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong"),
    *("a", "figure", "figcaption", "table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption", "hr"),
    *("div", "section", "article", "span", "b", "i", "ruby", "rb", "rt", "rp"),
}
#: Pictures are left out: each would be loaded from somebody else's server.
_ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
_SCHEMES = {"http", "https", "mailto"}
#: Their content goes with them; everything else that is not allowed loses its tags and keeps its words.
_WITH_CONTENT = {"script", "style", "template", "noscript", "svg", "math", "iframe", "object", "title", "textarea"}


def sanitise(markup: str) -> str:
    """Return `markup` with nothing left that could run, load or restyle; well formed, safe to show as HTML."""
    return nh3.clean(
        markup,
        tags=_TAGS,
        clean_content_tags=_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )

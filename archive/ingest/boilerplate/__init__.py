"""Tells the article from what stands around it, in small passes over the page's lines.

    mark_credits     credit lines, read into fields
    mark_furniture   what rules and shape know anywhere: menus, share bars, footers, spam (data/boilerplate.toml)
    (extractors.titles finds the title here, ingest.outlet_rules settles lines that an outlet's own rules describe)
    find_region      a web page's container of the article, a plain text's run of prose; far credit lines are forgotten
    settle           sentences given back, named places, head and tail, scraps beside the text, captions, headings

A line that has been decided stays decided; only a general rule that took a sentence from the midst of the text is
taken back. No line is dropped: each keeps its text, its role and, where it was removed, reason and rule.
"""

from archive.ingest.boilerplate import edges, interior, places, structure, surroundings
from archive.ingest.boilerplate.edges import mark_credits
from archive.ingest.boilerplate.regions import narrow
from archive.ingest.boilerplate.rules import rule_for
from archive.ingest.page import Page

__all__ = ["find_region", "mark_credits", "mark_furniture", "settle"]


def mark_furniture(page: Page) -> None:
    """Remove the lines that are furniture on any page."""
    structure.mark_dated_lists(page)
    structure.mark_link_lines(page)
    structure.mark_menus(page)
    for line in page.lines:
        rule = rule_for(line) if line.open else None
        if rule:
            line.remove(rule.reason, rule.name)
            line.opens_tail = rule.tail


def find_region(page: Page, title_position: int | None) -> None:
    """Narrow the page to where the article stands."""
    narrow(page, title_position)
    edges.forget_far_credits(page)


def settle(page: Page, title: str | None, title_position: int | None) -> None:
    """Decide about every line that is still open. title: folded, for finding its doubles."""
    edges.restore_sentences(page)
    places.drop_named_places(page)
    edges.trim_closing_credits(page)
    interior.drop_repeated_title(page, title)
    edges.cut_head(page, title_position)
    edges.cut_tail(page)
    surroundings.drop_beside_text(page)
    interior.drop_boxed_links(page)
    interior.drop_teaser_list(page)
    interior.mark_captions(page)
    interior.drop_repeated_text(page)
    interior.drop_trailing_fragments(page)
    interior.drop_wordless(page)
    interior.mark_headings(page)

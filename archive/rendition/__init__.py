"""How an article is read: in which script, with readings, with what was removed, how large, in which direction.

All of it stands in the address and shapes the page alone: what is stored, cited, exported and searched stays as it is.

    modes      what a reader asked for, as the address says it, and the addresses that differ in one of them
    scripts    the conversions that an article offers, and the names that they must not touch
    runs       a text in runs: found words, read characters, figures set upright
    cuts       what was removed: how much, why, and the part of it that readers may see
    page       the article's words put together from these
    tools      the bar over the text, whose links lead from one mode to another
"""

from archive.rendition.modes import Modes
from archive.rendition.page import Rendition, render
from archive.rendition.tools import Tools, modes_of, tools_for

__all__ = ["Modes", "Rendition", "Tools", "modes_of", "render", "tools_for"]

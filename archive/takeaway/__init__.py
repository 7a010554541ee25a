"""What readers and operators take away: one article as text, Markdown or data, the whole public archive as a bag."""

from archive.takeaway.markdown import as_markdown
from archive.takeaway.plain import as_text
from archive.takeaway.record import as_record
from archive.takeaway.shown import Shown, shown

__all__ = ["Shown", "as_markdown", "as_record", "as_text", "shown"]

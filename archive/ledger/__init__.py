"""The ledger of a batch: what became of each file, in words. The desk, its CSV and the upload API show the same lines.

page = Paginator(in_order(of_fate(batch, "problem")), 50).get_page(1)
for line in lines(page, user): line.state, line.why, as_row(line)
"""

from archive.ledger.fates import FATES, NEAR, Sum, counts_of, in_order, of_fate, sums
from archive.ledger.lines import Like, Line, explain, lines
from archive.ledger.progress import Progress, progress_of
from archive.ledger.rows import COLUMNS, as_row, rows

__all__ = [
    "COLUMNS",
    "FATES",
    "NEAR",
    "Like",
    "Line",
    "Progress",
    "Sum",
    "as_row",
    "counts_of",
    "explain",
    "in_order",
    "lines",
    "of_fate",
    "progress_of",
    "rows",
    "sums",
]

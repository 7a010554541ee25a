"""Clean articles from elsewhere, one JSON object a line: lines are read, become articles, and are kept as rows."""

from archive.ingest.importing.lines import BadLine
from archive.ingest.importing.rows import ImportReport, import_file

__all__ = ["BadLine", "ImportReport", "import_file"]

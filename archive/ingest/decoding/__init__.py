"""From bytes to characters: which charset a page is really in, and why we think so.

deciding    byte order mark, label, evidence: the decision and its reason
labels      what a page calls its charset
charsets    one charset read as browsers read it
evidence    how well bytes read in a charset
repairs     text that was read wrongly before it was saved
names       file names in archives
binary      what is no text
"""

from archive.ingest.decoding.deciding import decode
from archive.ingest.decoding.labels import charset_of, declared_charset
from archive.ingest.decoding.names import charset_of_names, decode_name, read_name
from archive.ingest.decoding.repairs import read_chosen

__all__ = [
    "charset_of",
    "charset_of_names",
    "declared_charset",
    "decode",
    "decode_name",
    "read_chosen",
    "read_name",
]

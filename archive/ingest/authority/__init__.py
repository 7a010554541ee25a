"""The names of agencies that ingest knows: outlets and government bodies with their aliases, as plain data.

The starter list lies in data/authority.json; a running archive builds an `Authority` from its Agency rows instead.
"""

from archive.ingest.authority.known import STARTER_FILE, Agency, Authority, build, starter, starter_entries

__all__ = ["STARTER_FILE", "Agency", "Authority", "build", "starter", "starter_entries"]

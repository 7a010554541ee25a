"""Ours beside datasketch at finding reprints and excerpts, against an exact count: `make bench-duplicates`."""

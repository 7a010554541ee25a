"""Ours beside the libraries that extract news pages, on the same pages: `make bench-extraction`."""

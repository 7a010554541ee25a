"""Our search beside others, on the same articles and the same queries: `make bench-search`."""

"""Ours beside the peers, each in one run: `make bench-search`, `make bench-extraction`, `make bench-duplicates` …"""

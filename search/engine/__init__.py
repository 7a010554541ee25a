"""The index on disk, by Whoosh 2.7.4: its folders, its files, what a reader sees of it, and how a tree is answered.

Knows neither Django nor Haystack. The files are Whoosh's, written in bulk and read with numpy: stock Whoosh opens,
searches and merges them. What its searcher gets wrong (counts and ranks of a limited search) or cannot do
(substrings, facets, both scripts) is done here on its terms and columns.
"""

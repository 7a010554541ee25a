"""The index on disk, by Whoosh 2.7.4: its folders, its files, what a reader sees of it, and how a tree is answered.

Knows neither Django nor Haystack. Stock Whoosh writes and reads the files; what its searcher gets wrong (counts and
ranks of a limited search) or cannot do (substrings) is done here on its terms and columns.
"""

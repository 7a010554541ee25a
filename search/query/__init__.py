"""The query language: syntax (the tree), parser (a reader's words to the tree), compiler (the tree to Haystack)."""

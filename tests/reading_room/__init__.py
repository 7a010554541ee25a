"""The public archive as a whole: every kind of page looked at by outside checkers, and a large archive walked."""

"""The table of docs/review.md, and for each of its lines what a person would send to try it."""

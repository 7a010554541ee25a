"""What the page says of itself, each value with the words it was read from. Unknown stays unknown."""

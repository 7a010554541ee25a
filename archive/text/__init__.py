"""Pure functions on strings: cleaning, folding, script detection, conversion, sanitising; no Django."""

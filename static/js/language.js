// Remembers the language that a reader chooses, for the next time they come from elsewhere. Nothing else is kept.
"use strict";

for (const link of document.querySelectorAll(".langs a[hreflang]")) {
  link.addEventListener("click", () => {
    const year = 365 * 24 * 60 * 60; // seconds
    document.cookie = `language=${link.hreflang.toLowerCase()}; path=/; max-age=${year}; samesite=lax`;
  });
}

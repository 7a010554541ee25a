// Remembers readings, size and direction for the next article, and turns the pages of a vertical text. Runs in the
// head, so that an article is never drawn first in one way and then in another.
"use strict";

const KEPT = ["ruby", "size", "mode"];
const STORE = "baoku-reading";

// Storage can be forbidden: then every article begins as usual.
function remembered() {
  try {
    return new URLSearchParams(localStorage.getItem(STORE) ?? "");
  } catch {
    return new URLSearchParams();
  }
}

function remember(name, value) {
  const kept = remembered();
  if (value === null) kept.delete(name);
  else kept.set(name, value);
  try {
    localStorage.setItem(STORE, kept);
  } catch {
    console.info("The way of reading cannot be kept in this browser.");
  }
}

// What the address says itself is not overruled: somebody chose it, here or in a link that was sent.
function readAsRemembered() {
  const kept = remembered();
  const here = new URL(location.href);
  const missing = KEPT.filter((name) => kept.has(name) && !here.searchParams.has(name));
  if (!missing.length) return;
  for (const name of missing) here.searchParams.set(name, kept.get(name));
  document.documentElement.hidden = true; // until the other page is there
  location.replace(here);
}

function rememberChoices() {
  for (const link of document.querySelectorAll(".tools a[data-keep]")) {
    link.addEventListener("click", () => {
      remember(link.dataset.keep, new URL(link.href).searchParams.get(link.dataset.keep));
    });
  }
}

// From right to left: forward is to the left. Arrows scroll by themselves.
function turnPages(text) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const by = (pages) => text.scrollBy({ left: -pages * text.clientWidth * 0.9, behavior: calm.matches ? "auto" : "smooth" });
  const keys = {
    PageDown: () => by(1), PageUp: () => by(-1),
    Home: () => text.scrollTo({ left: 0 }), End: () => text.scrollTo({ left: -text.scrollWidth }),
  };
  text.addEventListener("keydown", (event) => {
    if (!keys[event.key] || event.target !== text || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  });
  // A wheel turns the lines; at either end the page goes on.
  text.addEventListener("wheel", (event) => {
    const before = text.scrollLeft;
    if (event.ctrlKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
    text.scrollLeft -= event.deltaY;
    if (text.scrollLeft !== before) event.preventDefault();
  }, { passive: false });
}

readAsRemembered();
document.addEventListener("DOMContentLoaded", () => {
  rememberChoices();
  const vertical = document.querySelector(".vertical .prose");
  if (vertical) turnPages(vertical);
});

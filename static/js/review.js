// Keys of the review page. The page does everything without this file: it only shortens the way.
"use strict";

const form = document.getElementById("review");
let typed = false;

function press(selector) {
  const target = document.querySelector(selector);
  if (target && !target.disabled) target.click();
}

function open(details) {
  if (!details) return;
  details.open = true;
  details.querySelector("textarea, input").focus();
}

function nextFinding() {
  const open = [...document.querySelectorAll(".findings .stop")];
  const next = open[(open.indexOf(document.activeElement.closest(".stop")) + 1) % open.length];
  if (next) next.focus();
}

const keys = {
  d: () => press('[data-key="d"]'),
  j: () => press('a[rel="next"]'),
  k: () => press('a[rel="prev"]'),
  a: () => press('[data-key="a"]'),
  e: () => press('[data-key="e"]'),
  m: () => press('.findings .stop:focus-within button[value^="mask"], .findings .stop:first-of-type button[value^="mask"]'),
  n: nextFinding,
  o: () => press('[data-key="o"]'),
  r: () => open(document.querySelector('details[data-key="r"]')),
  s: () => press('[data-key="s"]'),
  x: () => press(".collate li:is(:hover, :focus-within) [data-turn]"),
};

document.addEventListener("keydown", (event) => {
  const inField = event.target.closest("input, textarea, select");
  if (inField && event.key === "Escape") inField.blur();
  if (inField || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const act = keys[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});

// Enter in a reason means the button beside it; while an input method composes, it means the input method.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  if (event.target.matches("[data-enter]")) {
    event.preventDefault();
    press(`button[value="${event.target.dataset.enter}"]`);
  } else if (event.target.matches("textarea.field[rows='1']")) {
    event.preventDefault();
  }
});

form.addEventListener("input", () => { typed = true; });
form.addEventListener("submit", () => { typed = false; });
window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
document.querySelectorAll(".keys").forEach((hint) => { hint.hidden = false; });

// One menu of a block at a time, and none when the mouse has gone elsewhere.
document.addEventListener("click", (event) => {
  document.querySelectorAll(".menu[open]").forEach((menu) => { menu.open = menu.contains(event.target); });
});

// The review page in a browser with script: keys, evidence brought into view, who else is here, the place kept.
// The page does everything without this file: it only shortens the way.
"use strict";

const form = document.getElementById("review");
const PLACE = "review-place"; // where the page stood when a button was pressed that leads back to it
let typed = false;

// ---------- keys

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
  "?": () => document.getElementById("keys").togglePopover(),
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
  w: () => open(document.querySelector('details[data-key="w"]')),
  x: () => press(".collate li:is(:hover, :focus-within) [data-turn]"),
};

document.addEventListener("keydown", (event) => {
  const inField = event.target.closest("input, textarea, select");
  if (inField && event.key === "Escape" && !event.defaultPrevented) inField.blur(); // else it closed a list under the field
  if (inField || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  const act = keys[event.key.toLowerCase()];
  if (event.key !== "?" && document.querySelector("#keys:popover-open")) return;
  if (!act) return;
  event.preventDefault();
  act();
});

// Enter in a reason means the button beside it; while an input method composes, it means the input method.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.defaultPrevented) return;
  if (event.target.matches("[data-enter]")) {
    event.preventDefault();
    press(`button[value="${event.target.dataset.enter}"]`);
  } else if (event.target.matches("textarea.field[rows='1']")) {
    event.preventDefault();
  }
});

// One menu of a block at a time, and none when the mouse has gone elsewhere.
document.addEventListener("click", (event) => {
  document.querySelectorAll(".menu[open]").forEach((menu) => { menu.open = menu.contains(event.target); });
});

// ---------- what was typed, and where the page stood

form.addEventListener("input", () => { typed = true; });
window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });

const panel = document.querySelector(".know");
form.addEventListener("submit", (event) => {
  typed = false;
  const place = { path: location.pathname, top: window.scrollY, panel: panel.scrollTop, verb: event.submitter?.value };
  sessionStorage.setItem(PLACE, JSON.stringify(place));
});

function backToPlace() {
  const place = JSON.parse(sessionStorage.getItem(PLACE) || "null");
  sessionStorage.removeItem(PLACE);
  if (!place || place.path !== location.pathname || form.querySelector("[autofocus]")) return;
  panel.scrollTop = place.panel;
  window.scrollTo({ top: place.top, behavior: "instant" });
  const block = location.hash && document.querySelector(`${location.hash} [data-turn], ${location.hash} .no a`);
  if (block) block.focus({ preventScroll: true });
}
window.addEventListener("load", () => requestAnimationFrame(backToPlace));

// ---------- evidence: the sheet of styles lights it up, here it is brought into view

const beside = window.matchMedia("(min-width: 80rem)");

function show(field) {
  const line = field.closest("[data-evidence]");
  const words = line && document.querySelector(`.collate .ev-${line.dataset.evidence}`);
  if (!words || !beside.matches) return; // one below the other, the field itself would leave the screen
  const fold = words.closest("details");
  if (fold) fold.open = true;
  const { top, bottom } = words.getBoundingClientRect();
  const judge = document.querySelector(".judge").getBoundingClientRect();
  if (top < 0 || bottom > judge.top) words.scrollIntoView({ block: "center", behavior: "smooth" });
}
panel.addEventListener("focusin", (event) => { if (event.target.matches(".field")) show(event.target); });

// ---------- who else is here: told while somebody is at this page, and not of a page left open overnight

const presence = document.getElementById("presence");
const RESTS_AFTER = 10 * 60 * 1000; // milliseconds without a key or a movement
let lastSign = Date.now();
["keydown", "pointermove", "pointerdown", "scroll"].forEach((sign) => {
  document.addEventListener(sign, () => { lastSign = Date.now(); }, { passive: true, capture: true });
});

function about(more) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  data.set("version", form.elements.version.value);
  if (more) data.set(more, "1");
  return data;
}

function tell(now) {
  presence.querySelector(".here").textContent = now.here;
  presence.querySelector(".changed b").textContent = now.changed;
  presence.querySelector(".changed").hidden = !now.changed;
  presence.hidden = !(now.here || now.changed);
}

async function beat() {
  if (!document.hidden && Date.now() - lastSign < RESTS_AFTER) {
    try {
      const answer = await fetch(presence.dataset.ask, { method: "POST", body: about(), credentials: "same-origin" });
      if (answer.ok && !answer.redirected) tell(await answer.json());
    } catch {
      // the server is away for a moment: the next beat asks again
    }
  }
  setTimeout(beat, presence.dataset.beat * 1000);
}
beat();
window.addEventListener("pagehide", () => navigator.sendBeacon(presence.dataset.ask, about("leaving")));

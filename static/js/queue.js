// Ticks in the queue: all of a page, a run with Shift, and how many there are. The page does everything without it.
"use strict";

const queue = document.getElementById("queue");
const ticks = queue ? [...queue.querySelectorAll('input[name="chosen"]')] : [];
const wholePage = document.getElementById("tick-page");
const everything = queue && queue.querySelector('input[name="all"]');
const told = document.getElementById("ticked");
let last = null;

function tell() {
  const count = ticks.filter((tick) => tick.checked).length;
  if (wholePage) {
    wholePage.checked = count > 0 && count === ticks.length;
    wholePage.indeterminate = count > 0 && count < ticks.length;
  }
  if (told) told.textContent = (everything && everything.checked) || !count ? "" : `${count} / ${ticks.length}`;
}

function run(tick) {
  const [from, to] = [ticks.indexOf(last), ticks.indexOf(tick)].sort((a, b) => a - b);
  ticks.slice(from, to + 1).forEach((one) => { one.checked = tick.checked; });
}

ticks.forEach((tick) => tick.addEventListener("click", (event) => {
  if (event.shiftKey && last) run(tick);
  last = tick;
  tell();
}));

if (wholePage) {
  wholePage.closest("[hidden]").hidden = false;
  wholePage.addEventListener("change", () => {
    ticks.forEach((tick) => { tick.checked = wholePage.checked; });
    tell();
  });
}
if (everything) everything.addEventListener("change", tell);
tell(); // a page that was gone back to keeps its ticks

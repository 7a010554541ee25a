// The results page by pointer and keys: a span drawn over the bars, from hit to hit. All of it has links and forms, too.
// Single keys work where no field has the focus, and can be switched off for good (WCAG 2.2, 2.1.4).
"use strict";

const SVG = "http://www.w3.org/2000/svg";
const SLOT = 10; // units of the picture, as in search/answering/histogram.py

// A span of bars, drawn with the pointer or with Shift and arrows, that leads to the address of its days.
class Brush {
  constructor(chart) {
    this.svg = chart.querySelector("svg");
    this.values = chart.dataset.values.trim().split(" ");
    this.counts = chart.dataset.counts.trim().split(" ").map(Number);
    this.address = chart.dataset.brush;
    this.said = chart.querySelector("#brush-said");
    this.band = document.createElementNS(SVG, "rect");
    this.band.classList.add("brush");
    const how = chart.querySelector("#brush-how");
    how.hidden = false;
    this.svg.setAttribute("aria-describedby", how.id);
    this.svg.addEventListener("pointerdown", (event) => this.begin(event));
    this.svg.addEventListener("pointermove", (event) => this.draw(event));
    this.svg.addEventListener("pointerup", (event) => this.end(event));
    this.svg.addEventListener("pointercancel", () => this.cancel());
    this.svg.addEventListener("dragstart", (event) => event.preventDefault()); // a link would be dragged instead
    this.svg.addEventListener("keydown", (event) => this.key(event));
    this.svg.addEventListener("focusout", (event) => this.svg.contains(event.relatedTarget) || this.cancel());
    addEventListener("keydown", (event) => event.key === "Escape" && this.cancel());
  }

  at(event) {
    const { left, width } = this.svg.getBoundingClientRect();
    const place = Math.floor(((event.clientX - left) / width) * this.values.length);
    return Math.max(0, Math.min(place, this.values.length - 1));
  }

  begin(event) {
    if (event.button || !event.isPrimary) return;
    this.cancel();
    this.down = this.at(event);
  }

  draw(event) {
    if (this.down === undefined) return;
    const place = this.at(event);
    // Captured only now: a press that goes nowhere stays a click on its link.
    if (place !== this.down && !this.svg.hasPointerCapture(event.pointerId)) this.svg.setPointerCapture(event.pointerId);
    if (place !== this.down || this.span) this.show(this.down, place);
  }

  end(event) {
    const drawn = this.down !== undefined && this.span;
    this.down = undefined;
    if (!drawn) return;
    event.preventDefault();
    this.go();
  }

  key(event) {
    const bar = event.target.closest("[data-bar]");
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!bar || event.altKey || event.ctrlKey || event.metaKey) return;
    if (step && event.shiftKey) {
      const from = Number(bar.dataset.bar);
      const to = this.span ? this.span[1] + step : from + step;
      this.show(from, Math.max(0, Math.min(to, this.values.length - 1)));
    } else if (step) {
      this.cancel();
      const bars = [...this.svg.querySelectorAll("[data-bar]")];
      bars[bars.indexOf(bar) + step]?.focus();
    } else if (event.key === "Enter" && this.span) {
      this.go();
    } else return;
    event.preventDefault();
  }

  show(from, to) {
    this.span = [from, to];
    const [first, last] = this.ends();
    this.band.setAttribute("x", first * SLOT);
    this.band.setAttribute("width", (last - first + 1) * SLOT);
    this.band.setAttribute("y", 0);
    this.band.setAttribute("height", this.svg.viewBox.baseVal.height);
    this.svg.prepend(this.band);
    const found = this.counts.slice(first, last + 1).reduce((sum, count) => sum + count, 0);
    const days = first === last ? this.values[first] : `${this.values[first]} – ${this.values[last]}`;
    this.said.textContent = `${days}: ${found.toLocaleString(document.documentElement.lang)}`;
  }

  ends() {
    return this.span[0] < this.span[1] ? this.span : [this.span[1], this.span[0]];
  }

  go() {
    const [first, last] = this.ends();
    const address = new URL(this.address, location.href);
    address.searchParams.set("from", this.values[first]);
    address.searchParams.set("to", this.values[last]);
    location.assign(address);
  }

  cancel() {
    this.down = this.span = undefined;
    this.band.remove();
    this.said.textContent = "";
  }
}

// From hit to hit and from page to page. What is switched off is remembered by this browser alone.
class Keys {
  constructor(help) {
    this.help = help;
    this.help.hidden = false;
    this.box = help.querySelector("#single-keys");
    this.box.checked = Keys.remembered() !== "off";
    this.box.addEventListener("change", () => Keys.remember(this.box.checked ? "on" : "off"));
    document.addEventListener("keydown", (event) => this.key(event));
  }

  static remembered() {
    try { return localStorage.getItem("single-keys"); } catch { return null; } // storage may be forbidden
  }

  static remember(value) {
    try { localStorage.setItem("single-keys", value); } catch { /* then it holds for this page */ }
  }

  key(event) {
    if (!this.box.checked || event.isComposing || event.keyCode === 229) return;
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], [role=combobox]")) return;
    const act = {
      "/": () => this.search(), j: () => this.move(1), k: () => this.move(-1),
      n: () => this.follow("next"), p: () => this.follow("prev"), "?": () => this.tell(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  search() {
    const field = document.getElementById("find-q");
    field.focus();
    field.select();
  }

  move(step) {
    const titles = [...document.querySelectorAll(".hit .title a")];
    const place = titles.indexOf(document.activeElement);
    const next = titles[place < 0 ? (step > 0 ? 0 : -1) : place + step];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  follow(way) {
    document.querySelector(`.pages a[rel=${way}]`)?.click();
  }

  tell() {
    this.help.open = true;
    this.help.querySelector("summary").focus();
  }
}

for (const chart of document.querySelectorAll("[data-brush]")) new Brush(chart);
const keys = document.getElementById("keys");
if (keys) new Keys(keys);

// A panel over the page closes like one.
const panel = document.querySelector("details.take");
if (panel) {
  document.addEventListener("click", (event) => panel.contains(event.target) || (panel.open = false));
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.open) return;
    panel.open = false;
    panel.querySelector("summary").focus();
  });
}

// Type-ahead under a field: a listbox that keys and pointer can choose from. Without it, what was typed is sent as it is.
// data-suggest: whom to ask. data-suggest-fill: what is chosen stays in the field, and the form is not sent.
// Pattern: WAI-ARIA combobox with list autocomplete. Enter that ends an input method's composition never submits.
"use strict";

const PAUSE = 120; // milliseconds without a key before the server is asked
const FEWEST = 1; // characters

function option(one, id) {
  const item = document.createElement("li");
  item.id = id;
  item.role = "option";
  item.setAttribute("aria-selected", "false");
  item.dataset.text = one.text;
  if (one.url) item.dataset.url = one.url;
  const words = document.createElement("span");
  words.textContent = one.text;
  if (one.lang) words.lang = one.lang;
  const note = document.createElement("small");
  note.textContent = one.note;
  item.append(words, " ", note); // the blank is for those who hear it
  return item;
}

class Suggestions {
  constructor(field) {
    this.field = field;
    this.fills = "suggestFill" in field.dataset;
    this.list = document.createElement("ul");
    this.list.className = "suggest";
    this.list.id = this.fills ? `suggestions-${field.id}` : "suggestions";
    this.list.role = "listbox";
    this.list.setAttribute("aria-label", field.dataset.suggestLabel);
    this.list.hidden = true;
    this.chosen = -1;
    field.after(this.list);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
      autocomplete: "off",
    })) field.setAttribute(name, value);
    field.addEventListener("input", (event) => event.isComposing || this.later());
    // What an input method offers stands where the list does.
    field.addEventListener("compositionstart", () => this.close());
    field.addEventListener("compositionend", () => this.later());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
    // On pointerdown the field would lose the focus, and the list be gone before the click.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.take(event.target.closest("li")));
    // A page that comes back as it was left would show what was chosen, over the results of what was asked before.
    if (this.fills) {
      field.parentElement.classList.add("by-typing");
      addEventListener("resize", () => this.list.hidden || this.place());
    } else addEventListener("pageshow", (event) => event.persisted && this.restore());
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const words = this.field.value.trim();
    if (words.length < FEWEST) return this.close();
    const asked = (this.asked = Symbol("asked"));
    try {
      const address = new URL(this.field.dataset.suggest, location.href);
      address.searchParams.set("q", words);
      // Notes are in the page's language, which need not be the browser's.
      const headers = { "Accept-Language": document.documentElement.lang };
      const answer = await fetch(address, { credentials: this.fills ? "same-origin" : "omit", headers });
      const found = answer.ok ? await answer.json() : { suggestions: [] };
      // A later question may have been answered first.
      if (asked === this.asked && document.activeElement === this.field) this.show(found.suggestions);
    } catch {
      this.close(); // the server is away: the form still works when it is back
    }
  }

  show(found) {
    this.chosen = -1;
    this.list.replaceChildren(...found.map((one, index) => option(one, `${this.list.id}-${index}`)));
    this.list.hidden = !found.length;
    if (this.fills && found.length) this.place();
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    this.field.removeAttribute("aria-activedescendant");
  }

  // Under the field, wherever that stands in its form.
  place() {
    const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = this.field;
    Object.assign(this.list.style, {
      insetInlineStart: `${offsetLeft}px`, insetBlockStart: `${offsetTop + offsetHeight}px`,
      inlineSize: `${offsetWidth}px`, insetInlineEnd: "auto",
    });
  }

  close() {
    clearTimeout(this.timer);
    this.asked = null;
    this.show([]);
  }

  restore() {
    this.field.value = this.field.defaultValue;
    this.close();
  }

  key(event) {
    if (event.isComposing || event.keyCode === 229) {
      if (event.key === "Enter") event.preventDefault();
      return;
    }
    const items = [...this.list.children];
    if (event.key === "Escape" && items.length) {
      event.preventDefault();
      this.close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && items.length) {
      event.preventDefault();
      this.move(items, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "ArrowDown") {
      this.ask();
    } else if (event.key === "Enter" && this.chosen >= 0) {
      event.preventDefault();
      this.take(items[this.chosen]);
    }
  }

  move(items, step) {
    const places = items.length + 1; // one of them is the field itself
    this.chosen = ((this.chosen + 1 + step + places) % places) - 1;
    items.forEach((item, index) => item.setAttribute("aria-selected", String(index === this.chosen)));
    if (this.chosen < 0) return this.field.removeAttribute("aria-activedescendant");
    this.field.setAttribute("aria-activedescendant", items[this.chosen].id);
    items[this.chosen].scrollIntoView({ block: "nearest" });
  }

  take(item) {
    if (!item) return;
    if (item.dataset.url) {
      location.assign(item.dataset.url);
      return;
    }
    this.field.value = item.dataset.text;
    if (!this.fills) return this.field.form.requestSubmit();
    this.close();
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

for (const field of document.querySelectorAll("input[data-suggest]")) new Suggestions(field);

// The upload page: drop or choose files, see what was chosen, and watch the bytes go.
"use strict";

const form = document.querySelector("form.drop");
const field = form.querySelector('input[type="file"]');
const page = form.querySelector("textarea");
const button = form.querySelector("button.button");
const list = document.getElementById("chosen");
const sending = document.getElementById("sending");
const wrong = document.getElementById("wrong");

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
const filled = (words, values) => words.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

// ---------- what is chosen ----------

function show() {
  const files = [...field.files];
  const size = files.reduce((sum, file) => sum + file.size, 0);
  list.hidden = !files.length;
  list.firstElementChild.textContent = filled(list.dataset.sum, { count: files.length, size: megabytes(size) });
  list.lastElementChild.replaceChildren(...files.map(line));
  const tooMany = files.length > Number(field.dataset.most) && field.dataset.tooMany;
  const tooLarge = size > Number(field.dataset.mostBytes) && field.dataset.tooLarge;
  field.setCustomValidity(tooMany || tooLarge || "");
  field.reportValidity();
}

function line(file) {
  const item = document.createElement("li");
  const away = document.createElement("button");
  away.type = "button";
  away.className = "as-link";
  away.textContent = "×";
  away.setAttribute("aria-label", filled(list.dataset.remove, { name: file.name }));
  away.addEventListener("click", () => { choose([...field.files].filter((other) => other !== file)); field.focus(); });
  item.append(file.name, away);
  return item;
}

function choose(files) {
  const chosen = new DataTransfer();
  files.forEach((file) => chosen.items.add(file));
  field.files = chosen.files;
  show();
}

const same = (one, other) => ["name", "size", "lastModified"].every((key) => one[key] === other[key]);

function add(files) {
  const fresh = files.filter((file) => ![...field.files].some((other) => same(file, other)));
  choose([...field.files, ...fresh]);
}

// Of a folder that was dropped only what can be read is taken: a saved page brings a folder of its pictures along.
const readable = (file) => field.accept.split(",").some((ending) => file.name.toLowerCase().endsWith(ending));

async function below(entry) {
  if (entry.isFile) return [await new Promise((done, failed) => { entry.file(done, failed); })].filter(readable);
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done, failed) => { reader.readEntries(done, failed); });
    if (!some.length) return found;
    for (const inner of some) found.push(...(await below(inner)));
  }
}

async function drop(event) {
  event.preventDefault();
  form.classList.remove("over");
  const files = [];
  const folders = [];
  for (const item of event.dataTransfer.items) { // read at once: it is empty after the first wait
    const entry = item.webkitGetAsEntry?.();
    if (entry?.isDirectory) folders.push(entry);
    else if (item.kind === "file") files.push(item.getAsFile());
  }
  try {
    for (const folder of folders) files.push(...(await below(folder)));
  } catch {
    return tell([list.dataset.unreadable]);
  }
  tell(files.length ? [] : [list.dataset.nothing]);
  return add(files);
}

field.addEventListener("change", show);
form.addEventListener("dragover", (event) => {
  if (!event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  form.classList.add("over");
});
form.addEventListener("dragleave", (event) => {
  if (!form.contains(event.relatedTarget)) form.classList.remove("over");
});
form.addEventListener("drop", (event) => { if (event.dataTransfer.types.includes("Files")) drop(event); });
document.addEventListener("paste", (event) => {
  if (!event.clipboardData.files.length) return;
  event.preventDefault();
  add([...event.clipboardData.files]);
});
page.addEventListener("input", () => {
  const tooLong = new Blob([page.value]).size > Number(page.dataset.mostBytes);
  page.setCustomValidity(tooLong ? page.dataset.tooLong : "");
});
document.getElementById("drop-here").hidden = false;
form.classList.add("scripted");

// ---------- on its way ----------

const guard = (event) => event.preventDefault();

function busy(on) {
  sending.hidden = !on;
  button.disabled = on;
  sending.querySelector("button").disabled = false;
  if (on) window.addEventListener("beforeunload", guard);
  else window.removeEventListener("beforeunload", guard);
}

function tell(messages) {
  wrong.replaceChildren(...messages.map((words) => {
    const told = document.createElement("p");
    told.className = "error";
    told.textContent = words;
    return told;
  }));
}

function complain(messages) {
  busy(false);
  tell(messages);
  button.focus();
}

function progress(event) {
  sending.querySelector("progress").value = event.total ? event.loaded / event.total : 0;
  const sum = { sent: megabytes(event.loaded), total: megabytes(event.total) };
  const all = event.loaded === event.total;
  sending.querySelector("button").disabled = all; // what the server has, it keeps
  sending.querySelector("label").textContent = all ? sending.dataset.keeping : filled(sending.dataset.sent, sum);
}

function arrived(request) {
  const answer = request.response;
  if (answer?.ledger) {
    busy(false);
    location.assign(answer.ledger);
  } else if (answer?.wrong) complain(answer.wrong);
  else if (request.status === 200 || request.status === 403) complain([sending.dataset.over]);
  else complain([filled(sending.dataset.refused, { status: request.status })]);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.upload.addEventListener("progress", progress);
  request.addEventListener("load", () => arrived(request));
  request.addEventListener("error", () => complain([sending.dataset.broken]));
  request.addEventListener("abort", () => busy(false));
  sending.querySelector("button").onclick = () => request.abort();
  tell([]);
  busy(true);
  request.send(new FormData(form));
});
// Coming back by the browser's own button finds the form ready again.
window.addEventListener("pageshow", () => { busy(false); show(); });

// ---------- the bookmark ----------

document.getElementById("bookmark").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("drag-me").hidden = false;
});

// Copies a citation, with its italics for word processors. Without a clipboard the buttons stay hidden.
"use strict";

const copied = document.getElementById("copied");

function asItem(source) {
  const kinds = { "text/plain": new Blob([source.innerText.trimEnd()], { type: "text/plain" }) };
  if (source.tagName !== "PRE") kinds["text/html"] = new Blob([source.innerHTML], { type: "text/html" });
  return new ClipboardItem(kinds);
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copies);
  try {
    await navigator.clipboard.write([asItem(source)]);
  } catch {
    window.getSelection().selectAllChildren(source); // refused: what is selected can still be copied by hand
    return;
  }
  const label = button.textContent;
  button.textContent = copied.textContent = copied.dataset.copied;
  setTimeout(() => { button.textContent = label; copied.textContent = ""; }, 2000);
}

if (navigator.clipboard && window.ClipboardItem) {
  for (const button of document.querySelectorAll("button[data-copies]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}

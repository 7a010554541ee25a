// Takes the one page that the bookmark sends from the window that opened this one, and shows it for a decision.
"use strict";

const SURELY_SEEN = 1000; // milliseconds; a click meant for the other window must not fall on our button
const arrival = document.getElementById("arrival");
const upload = document.querySelector("form.drop");
let taken = false;

function isPage(event) {
  const sent = event.data;
  return event.source && event.source === window.opener && sent?.kind === "baoku-page" && typeof sent.html === "string";
}

// The browser vouches for the origin of the window that sent the page, not for the address that it names.
function addressOf(event) {
  const named = String(event.data.url);
  return named.startsWith(`${event.origin}/`) ? named : "";
}

window.addEventListener("message", (event) => {
  if (taken || !isPage(event)) return;
  taken = true;
  const text = upload.querySelector("textarea");
  text.value = event.data.html;
  text.dispatchEvent(new Event("input"));
  upload.elements.address.value = addressOf(event);
  upload.elements.from_browser.value = "on";
  arrival.textContent = arrival.dataset.arrived.replace("{site}", event.origin);
  const button = upload.querySelector("button.button");
  button.disabled = true;
  setTimeout(() => { button.disabled = false; }, SURELY_SEEN);
  if (event.origin.startsWith("http")) event.source.postMessage("baoku-page", event.origin);
});

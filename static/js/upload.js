// The upload page: says before sending that there are too many files, and does not send twice.
"use strict";

const upload = document.querySelector("form.drop");
const chosen = upload.querySelector('input[type="file"]');
const send = upload.querySelector("button.button");

chosen.addEventListener("change", () => {
  const tooMany = chosen.files.length > Number(chosen.dataset.most);
  chosen.setCustomValidity(tooMany ? chosen.dataset.tooMany : "");
  chosen.reportValidity();
});

upload.addEventListener("submit", () => {
  send.textContent = send.dataset.busy;
  send.disabled = true;
});
// Coming back by the browser's own button finds the form ready again.
window.addEventListener("pageshow", () => { send.disabled = false; });

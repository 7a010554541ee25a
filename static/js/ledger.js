// Live progress of a batch: asks the same address again and puts the new ledger in the place of the old one.
"use strict";

const EVERY = 2000; // milliseconds

async function renew() {
  const old = document.getElementById("ledger");
  if (!old || !old.dataset.left) return;
  if (!document.hidden && !old.contains(document.activeElement)) {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("ledger");
    if (!answer.ok || !fresh) return;
    old.replaceWith(document.adoptNode(fresh));
  }
  setTimeout(renew, EVERY);
}

setTimeout(renew, EVERY);

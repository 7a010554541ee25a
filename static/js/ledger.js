// Live progress of a batch: asks the same address again and puts the new ledger in the place of the old one.
"use strict";

const EVERY = 2000; // milliseconds

// Null where the server is away for a moment or the session is over: the next round asks again.
async function fetchLedger() {
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return answer.ok ? page.getElementById("ledger") : null;
  } catch {
    return null;
  }
}

async function renew() {
  const old = document.getElementById("ledger");
  if (!old || !old.dataset.left) return;
  if (!document.hidden && !old.contains(document.activeElement)) {
    const fresh = await fetchLedger();
    if (fresh) old.replaceWith(document.adoptNode(fresh));
  }
  setTimeout(renew, EVERY);
}

setTimeout(renew, EVERY);

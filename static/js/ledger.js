// Live progress of a batch: asks how far it is, and fetches the ledger itself anew now and then and at the end.
"use strict";

const EVERY = 2000; // milliseconds
const ROUNDS = 5; // of asking before the lines are fetched too, which costs the server far more
let round = 0;

// Null where the server is away for a moment or the session is over: the next round asks again.
async function ask(address, read) {
  try {
    const answer = await fetch(address, { credentials: "same-origin" });
    return answer.ok && !answer.redirected ? await read(answer) : null;
  } catch {
    return null;
  }
}

const asData = (answer) => answer.json();
const asLedger = async (answer) =>
  new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("ledger");

function show(ledger, now) {
  ledger.querySelector("#read").textContent = now.words;
  ledger.querySelector("#pace").textContent = now.pace;
  ledger.querySelector("#pg").value = now.done;
}

async function renew() {
  const ledger = document.getElementById("ledger");
  if (!ledger || !ledger.dataset.left) return;
  if (!document.hidden) {
    const now = await ask(ledger.dataset.ask, asData);
    if (now) show(ledger, now);
    round += 1;
    const due = now && (now.left === 0 || round % ROUNDS === 0);
    if (due && !ledger.contains(document.activeElement)) {
      const fresh = await ask(location.href, asLedger);
      if (fresh) ledger.replaceWith(document.adoptNode(fresh));
    }
  }
  setTimeout(renew, EVERY);
}

setTimeout(renew, EVERY);

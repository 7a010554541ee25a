"""Measure ours and the peers on the same pages and print the tables; `make bench-extraction`."""

from __future__ import annotations

import argparse

from benchmarks.extraction.gold import SHARED_PAGES, pages
from benchmarks.extraction.running import PEERS, PYTHON, peer_versions, run_ours, run_peer
from benchmarks.extraction.scoring import score
from benchmarks.extraction.tables import counts, table, worst


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction", description=__doc__)
    parser.add_argument("--ours", action="store_true", help="skip the peers")
    parser.add_argument("--set", help="only the pages of this set")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list what differs on our N worst pages")
    parser.add_argument("--fresh", action="store_true", help="ask the peers again: all timings from this run")
    options = parser.parse_args()
    chosen = [page for page in pages() if options.set in (None, page.set)]
    if not SHARED_PAGES.is_dir():
        print(f"The real pages are not measured: {SHARED_PAGES} is not here.")
    if not chosen:
        parser.error("no page of that set is here")
    outcomes = {"ours": run_ours(chosen)}
    versions = {} if options.ours else peer_versions()
    if not options.ours and not versions:
        print(f"The peers are not measured: {PYTHON} is not here; `make bench-extraction` makes it.")
    for peer in PEERS if versions else ():
        outcomes[f"{peer} {versions[peer]}"] = run_peer(peer, versions[peer], chosen, fresh=options.fresh)
    scores = {name: [score(page, found[page.name]) for page in chosen] for name, found in outcomes.items()}
    for name in dict.fromkeys(page.set for page in chosen):
        part = {library: [entry for entry in found if entry.page.set == name] for library, found in scores.items()}
        print(f"\n{name}: {counts(part['ours'])}\n{table(part)}")
    print(f"\nall: {counts(scores['ours'])}\n{table(scores)}")
    print("\n".join(["", *worst(scores["ours"], options.worst)]))


if __name__ == "__main__":
    main()

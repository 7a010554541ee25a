"""Which documents of a segment hold what a reader asked for, and how often: exactly.

A pair of unspaced characters, a run of letters and digits and a mark are index terms, which prove themselves. One
such character by itself begins all pairs with it. Whatever is longer or mixed is looked for in the texts of those
documents that hold all its index terms; those that hold it as a word of the dictionary need no look.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from archive.text.folding import fold
from search.analysis.runs import Kind, Run, needs_whole_runs, runs
from search.analysis.terms import proof, query_terms
from search.engine.cache import CACHE
from search.engine.damage import read_from
from search.engine.doc_lists import Docs, held_by
from search.engine.postings import NO_POSTINGS, Postings
from search.engine.segments import SegmentFiles
from search.engine.verification import Occurrences, Wanted, occurrences
from search.query.syntax import Prefix, Term, Written

#: With no more candidates than this, reading their texts is cheaper than another posting list.
FEW = 64
#: With more candidates than this, adding up all terms that begin alike is cheaper, if they are no more than RARE.
MANY, RARE = 1_000, 200
#: The UTF-8 bytes of a pair; words of three characters have nine and more.
_PAIR = 8


@dataclass(frozen=True, slots=True)
class Plan:
    """How a text is looked for: by one index term that proves it; by all that begin so; else by verifying those
    documents that hold all `terms` and a term that begins with `beginning`."""

    text: str
    proof: str | None = None
    terms: tuple[str, ...] = ()
    beginning: str = ""
    longest: int | None = None
    verified: bool = True
    prefix: bool = False


@lru_cache(maxsize=1024)
def plan_of(text: str, *, prefix: bool = False) -> Plan:
    """Return the plan for folded `text`."""
    found = list(runs(text))
    if not found:
        return Plan(text)
    if prefix and needs_whole_runs(text) and found[-1].kind is Kind.WORD and found[-1].end == len(text):
        terms = tuple({run.text for run in found[:-1]})
        return Plan(text, None, terms, found[-1].text, verified=found[-1].text != text, prefix=True)
    if (proved := proof(text)) is not None:
        return Plan(text, proved, verified=False)
    lone = _open_character(found[-1], text)
    return Plan(text, None, tuple(query_terms(text)), lone, _PAIR, verified=lone != text)


def holders(files: SegmentFiles, field: str, term: Term) -> Postings:
    """Return the documents whose text `field` holds the term, deleted ones among them, and the weight in each:
    occurrences × the text's factor. What is returned must not be changed. Raises IndexDamaged."""
    if isinstance(term, Written):
        return CACHE.get((files.serial, field, term.text, "written"), lambda: _written(files, field, term.text))
    return _folded(files, field, plan_of(term.text, prefix=isinstance(term, Prefix)))


def candidates(files: SegmentFiles, field: str, plan: Plan) -> Docs:
    """Return the documents that hold the index terms of the plan, the rarest asked first, until they are few."""
    frequencies = {term: files.df(field, term) for term in plan.terms}
    if 0 in frequencies.values():
        return NO_POSTINGS.docs
    docs = None
    for term in sorted(frequencies, key=frequencies.__getitem__):
        if docs is None or len(docs) > FEW:
            held = files.postings(field, term).docs
            docs = held if docs is None else docs[held_by(docs, held, files.size)]
    if plan.beginning and (docs is None or len(docs) > MANY) and _is_rare(files, field, plan.beginning):
        began = files.beginning_with(field, plan.beginning, plan.longest).docs
        docs = began if docs is None else docs[held_by(docs, began, files.size)]
    return np.arange(files.size, dtype=np.int32) if docs is None else docs


def _folded(files: SegmentFiles, field: str, plan: Plan) -> Postings:
    if plan.proof is not None:
        return files.postings(field, plan.proof)
    if not plan.verified:
        return files.beginning_with(field, plan.beginning, plan.longest)
    return CACHE.get((files.serial, field, plan.text, plan.prefix, "verified"), lambda: _verified(files, field, plan))


def _verified(files: SegmentFiles, field: str, plan: Plan) -> Postings:
    """Where only those documents hold the text that hold it as a word, the word's postings are the answer."""
    with read_from(f"{files.name}, {field}"):
        texts = files.folded(field)
        wanted = Wanted.of(plan.text, prefix=plan.prefix, anchor=_anchor(files, field, plan))
        docs = candidates(files, field, plan)
        word = NO_POSTINGS if plan.prefix else files.postings(field, plan.text)
        found = occurrences(texts, docs[~held_by(docs, word.docs, files.size)], wanted)
        if len(word.docs):
            if not len(found.docs):
                return word
            found = _joined(found, occurrences(texts, word.docs, wanted))
        return _weighed(files, field, found)


def _written(files: SegmentFiles, field: str, text: str) -> Postings:
    """Of the documents that hold the folded text, those that hold it in the very script. Most hold no other."""
    simplified = fold(text)
    held = _folded(files, field, plan_of(simplified))
    with read_from(f"{files.name}, {field}"):
        written = files.written(field)
        other = (written.ends > written.starts)[held.docs]
        found = occurrences(written, held.docs[other], Wanted.of(text))
        if simplified == text:
            found = _joined(found, _counted(files, field, held, ~other))
        return _weighed(files, field, found)


def _counted(files: SegmentFiles, field: str, held: Postings, chosen: NDArray[np.bool_]) -> Occurrences:
    counts = held.weights[chosen].astype(np.float64) / files.layout.texts[field]
    return Occurrences(held.docs[chosen], np.rint(counts).astype(np.int64))


def _weighed(files: SegmentFiles, field: str, found: Occurrences) -> Postings:
    return Postings(found.docs, (found.counts * float(files.layout.texts[field])).astype(np.float32))


def _joined(one: Occurrences, other: Occurrences) -> Occurrences:
    docs = np.concatenate((one.docs, other.docs))
    order = np.argsort(docs)
    return Occurrences(docs[order], np.concatenate((one.counts, other.counts))[order])


def _is_rare(files: SegmentFiles, field: str, beginning: str) -> bool:
    return files.count_beginning_with(field, beginning) <= RARE


def _anchor(files: SegmentFiles, field: str, plan: Plan) -> int:
    """Where the rarest pair of the text begins."""
    pairs = [term for term in plan.terms if len(term) == 2 and term in plan.text and not needs_whole_runs(term)]
    return plan.text.index(min(pairs, key=lambda pair: files.df(field, pair))) if pairs else 0


def _open_character(last: Run, text: str) -> str:
    """The last run where it is one unspaced character that may go on in the text: it begins a pair, or ends a run."""
    return last.text if last.kind is Kind.HAN and len(last.text) == 1 and last.end == len(text) else ""

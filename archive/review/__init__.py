"""Review: what waits for a person, the page in front of them as data, and the verbs by which they decide.

    roles       who may do what to which article
    queue       what waits, flagged and oldest first
    collation   the original beside the cleaned text, block by block
    evidence    each field with the words that it was read from
    lighting    where in the original those words stand
    decisions   amend, cut, restore, return, refuse, take back: one transaction each, mistakes as values
    turns       work on many rows, a short transaction each
    settling    findings kept, cleared and opened again
    naming      agencies linked by hand
    presence    who has which article open now
    traces      what events tell of changed fields
    masking     take personal data out of every text that readers could see
    hiding      one text without the words that a mask stands for

Publishing, withdrawing and restoring an article are in `archive.publishing`.
"""

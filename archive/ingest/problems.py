"""Why a file cannot become an article: the stable codes and their English words.

Codes are stored and compared, words are shown: `gettext(MESSAGES[problem.code]) % problem.params` gives them in the
reader's language, `message(problem)` in English. No Django here: `_` only marks the words for makemessages.
"""

from __future__ import annotations

from archive.ingest.records import Problem


def _(words: str) -> str:
    """Mark `words` for translation and return them unchanged."""
    return words


#: code -> English words with %(name)s for each of the problem's params.
MESSAGES: dict[str, str] = {
    # about any file
    "empty": _("The file is empty."),
    "too-large": _("The file is larger than %(limit_mb)s MB."),
    "unknown-type": _("Files of this type (%(extension)s) cannot be read. Upload .txt, .html, .md or a .zip of these."),
    "binary": _("This is not text but a binary file (%(kind)s)."),
    "not-text": _("This is not text but a binary file."),
    "unreadable-charset": _("The characters cannot be read in any known encoding."),
    "no-text": _("The file holds no readable text."),
    "unreadable": _("The file could not be opened: %(detail)s."),
    "timeout": _("Reading the file took longer than %(seconds)s seconds and was stopped."),
    "crashed": _("Reading the file failed. The original is kept."),
    # about a zip archive as a whole
    "not-a-zip": _("The zip archive is damaged or is not a zip archive."),
    "too-many-members": _("The zip archive holds more than %(limit)s files."),
    "overlapping-members": _("The zip archive is refused: its files overlap, as in a zip bomb."),
    "zip-in-page-place": _("This is a zip archive, not a page."),
    # about one member of a zip archive
    "bad-member-name": _("The name of this file in the zip archive is not allowed."),
    "encrypted-member": _("This file in the zip archive is protected by a password."),
    "symlink-member": _("This entry of the zip archive is a link, not a file."),
    "nested-zip": _("A zip archive inside a zip archive is not opened."),
    "unknown-compression": _("This file in the zip archive is compressed in an unknown way."),
    "damaged-member": _("This file in the zip archive is damaged."),
    "inflates-too-much": _("The zip archive unpacks to far more than it should, as in a zip bomb; reading stopped."),
    # about one line of a list of articles (import_articles)
    "not-json": _("The line is not JSON: %(detail)s."),
    "not-utf-8": _("The line is not UTF-8."),
    "not-an-object": _("The line is not a JSON object."),
    "no-body": _("The line has no text."),
    "wrong-field": _("The value of “%(field)s” is of the wrong kind."),
    "id-too-long": _("The id is longer than %(limit)s characters."),
    "damaged-file": _("The file is damaged from here on: %(detail)s."),
    "personal-data": _("The new text holds personal data, so the published one stays as it is."),
}


def message(problem: Problem) -> str:
    """Return the problem's words in English."""
    return MESSAGES[problem.code] % problem.params

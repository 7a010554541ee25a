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
    "unknown-type": _(
        "Files of this type (%(extension)s) cannot be read. "
        "Upload saved pages: .html, .mhtml, .txt, .md, .warc, or a .zip of these."
    ),
    "binary": _(
        "This is a binary file (%(kind)s) and no page. "
        "Upload saved pages: .html, .mhtml, .txt, .md, .warc, or a .zip of these."
    ),
    "not-text": _(
        "This is a binary file and no page. Upload saved pages: .html, .mhtml, .txt, .md, .warc, or a .zip of these."
    ),
    "no-page": _(
        "This is no saved page but something else (%(kind)s). "
        "Upload saved pages: .html, .mhtml, .txt, .md, .warc, or a .zip of these."
    ),
    "no-page-inside": _("The web archive holds no page."),
    "unreadable-charset": _("The characters cannot be read in any known encoding."),
    "no-text": _("The file holds no readable text."),
    "unreadable": _("The file could not be opened: %(detail)s."),
    "timeout": _("Reading the file took longer than %(seconds)s seconds and was stopped."),
    "crashed": _("Reading the file failed. The original is kept."),
    "undone": _("The batch was undone before this file was read."),
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
    # about a web archive, and about the records in it that are no pages
    "not-a-warc": _("The web archive is damaged or is not a web archive."),
    "damaged-warc": _("The web archive is damaged from here on. The pages before it were taken."),
    "cut-off-page": _("The web archive ends in the middle of this page."),
    "too-many-pages": _("The archive holds more than %(limit)s pages; the rest was left."),
    "error-pages": _("Left out: %(count)s redirects and error pages."),
    "other-types": _("Left out: %(count)s pictures, scripts and other files."),
    "other-records": _("Left out: %(count)s records without a page."),
    # about a list beside the pages of an archive
    "list-rows": _("Rows: %(count)s."),
    "rows-without-file": _("Rows without a file: %(count)s (%(names)s)."),
    "files-without-row": _("Files that the list does not name: %(count)s (%(names)s)."),
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

"""Commands speak the terminal's language, in characters that it can show."""

import codecs
import json

import pytest

from config.terminal import escape, language


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("zh_CN.UTF-8", "zh-hans"),
        ("zh_SG", "zh-hans"),
        ("zh_TW.UTF-8", "zh-hant"),
        ("zh_HK.UTF-8", "zh-hant"),
        ("en_GB.UTF-8", "en"),
        ("C.UTF-8", "en"),
        ("de_DE", "en"),
        ("", "en"),
    ],
)
def test_a_locale_has_its_language(locale, expected):
    assert language(locale) == expected


@pytest.mark.parametrize("charset", ["ascii", "gbk", "utf-8"])
@pytest.mark.parametrize("words", ["诈骗", "é😀", "a\udcffb"])
def test_what_a_terminal_cannot_show_is_escaped_as_in_json(charset, words):
    codecs.register_error("baoku.test", escape)
    written = json.dumps({"title": words}, ensure_ascii=False).encode(charset, errors="baoku.test")
    assert json.loads(written.decode(charset)) == {"title": words}

"""Commands speak the terminal's language."""

import pytest

from config.terminal import language


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

"""What XML can hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from archive.text.markup import element, writable


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_a_text_holds_its_element_can_be_read(text: str) -> None:
    read = etree.fromstring(element("x", text).encode())
    assert (read.text or "") == writable(text).replace("\r\n", "\n").replace("\r", "\n")


def test_what_can_be_written_stays() -> None:
    assert writable("堤\t坝\n𠮷") == "堤\t坝\n𠮷"
    assert element("loc", "a&b<c>") == "<loc>a&amp;b&lt;c&gt;</loc>"

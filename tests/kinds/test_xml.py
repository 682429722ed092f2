"""Elements are, letter for letter, those that `ElementTree` writes."""

from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from hubkit.kinds.xml import attribute, document, element

TEXTS = st.text(st.sampled_from("ab <>&\"'ü写]")) | st.text(st.characters(exclude_categories=["Cs", "Cc"]))


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_an_element_is_that_of_the_library(text: str, value: str) -> None:
    made = ET.Element("title", {"href": value})
    made.text = text
    assert element("title", text, attribute("href", value)) == ET.tostring(made, encoding="unicode")


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=1))
def test_a_document_is_that_of_the_library(texts: list[str]) -> None:
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom"})
    for text in texts:
        ET.SubElement(root, "title").text = text
    ET.indent(root)
    whole = b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="utf-8") + b"\n"
    lines = [f"  {element('title', text)}" for text in texts]
    assert document([f"<feed{attribute('xmlns', 'http://www.w3.org/2005/Atom')}>", *lines, "</feed>"]) == whole

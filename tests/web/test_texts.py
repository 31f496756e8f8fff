"""Every text a person sees exists in Chinese and in English."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from lxml import etree

ROOT = Path(__file__).parents[2]
CATALOG = ROOT / "web" / "translations" / "zh" / "LC_MESSAGES" / "messages"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
NAME_EN = "{https://steward.invalid/schema/bpmn/1.0}nameEn"


def source_texts() -> set[object]:
    options = {"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}}
    found = extract_from_dir(str(ROOT / "web"), METHODS, options)
    return {message[0] if isinstance(message, tuple) else message for _file, _line, message, *_rest in found}


def test_every_text_of_the_pages_is_translated():
    with CATALOG.with_suffix(".po").open("rb") as file:
        catalog = read_po(file, locale="zh")
    translated = {
        m.id[0] if isinstance(m.id, tuple) else m.id for m in catalog if m.id and m.string and m.string != ("",)
    }
    assert source_texts() - translated == set()


def test_no_translation_is_left_over_or_guessed():
    with CATALOG.with_suffix(".po").open("rb") as file:
        catalog = read_po(file, locale="zh")
    ids = {m.id[0] if isinstance(m.id, tuple) else m.id for m in catalog if m.id}
    assert ids - source_texts() == set()
    assert [m.id for m in catalog if m.id and m.fuzzy] == []


def test_the_compiled_catalog_is_the_written_one():
    with CATALOG.with_suffix(".po").open("rb") as po, CATALOG.with_suffix(".mo").open("rb") as mo:
        written, compiled = read_po(po, locale="zh"), read_mo(mo)
    assert texts_of(written) == texts_of(compiled)


def texts_of(catalog: Catalog) -> dict[object, object]:
    """Text → its translation; of a plural the singular, since Chinese has one form."""
    return {first(m.id): first(m.string) for m in catalog if m.id}


def first(text: object) -> object:
    return text[0] if isinstance(text, (tuple, list)) else text


@pytest.mark.parametrize("path", sorted((ROOT / "bpmn").glob("*/*.bpmn")), ids=lambda path: path.name)
def test_everything_named_in_a_diagram_is_named_in_english(path):
    tree = etree.parse(path)
    unnamed = [node.get("id") for node in tree.iter() if node.get("name") and is_shown(node) and not node.get(NAME_EN)]
    assert unnamed == []


def is_shown(node: etree._Element) -> bool:
    """Messages and properties are names for machines."""
    return etree.QName(node).localname not in ("message", "property")

"""The comparison that the round trips rest on notices what it must, and nothing else."""

from __future__ import annotations

import pytest

from tests.modeler.infoset import differences

FILE = """<?xml version="1.0"?><!--before--><a:r xmlns:a="urn:a" xmlns:x="http://www.w3.org/2001/XMLSchema-instance">
  <a:one id="1" b="2" x:type="a:t">text &lt; more</a:one><!--here--><a:two> </a:two>mixed<a:two/>
</a:r>"""
SAME = {
    "prefix": FILE.replace("a:", "q:").replace("xmlns:a", "xmlns:q"),
    "order of attributes": FILE.replace('id="1" b="2"', 'b="2" id="1"'),
    "CDATA": FILE.replace("text &lt; more", "<![CDATA[text < more]]>"),
    "layout": FILE.replace("\n  <a:one", "<a:one").replace("\n</a:r>", "</a:r>\n"),
    "empty": FILE.replace("<a:two/>", "<a:two></a:two>"),
}
OTHER = {
    "attribute": FILE.replace('b="2"', 'b="3"'),
    "attribute gone": FILE.replace(' b="2"', ""),
    "type": FILE.replace('"a:t"', '"a:u"'),
    "namespace": FILE.replace('"urn:a"', '"urn:b"'),
    "text": FILE.replace("more", "more "),
    "mixed text": FILE.replace("mixed", "mixes"),
    "blank text": FILE.replace("<a:two> <", "<a:two>  <"),
    "comment": FILE.replace("here", "there"),
    "comment gone": FILE.replace("<!--here-->", ""),
    "comment before": FILE.replace("<!--before-->", ""),
    "order": FILE.replace("<!--here--><a:two> </a:two>", "<a:two> </a:two><!--here-->"),
    "element": FILE.replace("<a:two/>", ""),
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_the_way_of_writing_does_not_count(text):
    assert differences(FILE, text) == []


@pytest.mark.parametrize("text", OTHER.values(), ids=OTHER)
def test_everything_else_counts(text):
    assert differences(FILE, text) != []

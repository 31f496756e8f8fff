"""The press: fonts that are there everywhere, texts that are never source, bounds, the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.papers.reading import fonts_of, read, text_of
from web.papers import Drawing, Facts, Heading, Listing, Paper, PaperTooLarge, Text, Title, pdf
from web.papers.glyphs import BREAK, held, printable_text

AT = datetime(2026, 11, 27, 8, 30, tzinfo=UTC)
NAMESPACE = "http://www.w3.org/2000/svg"
SVG = f'<svg xmlns="{NAMESPACE}" viewBox="0 0 900 300"><text y="20" font-family="Noto Sans CJK SC">图</text></svg>'
HOSTILE = [
    "#eval(\"1+1\")", "$x^2$", "*b* _i_ `c`", "@ref <label>", "<script>alert(1)</script>", "#read(\"/etc/passwd\")",
    "= heading", "//comment", "\\u{41} \\ #", "{page} #{1}", "]] #set page(width: 1pt) [[", "🙂 عربي ไทย 한",
]  # fmt: skip


def paper(*blocks, lang="zh"):
    return Paper("客户 𠮷", lang, ("运行", "右"), "脚注", "第 {page} 页，共 {pages} 页", blocks)


def test_every_font_of_a_paper_is_embedded_and_is_the_shipped_one():
    fonts = fonts_of(pdf(paper(Title("客户"), Text("张三 Zhang")), AT))
    assert {name.partition("+")[2] for name in fonts} == {
        "NotoSansCJKsc-Bold",
        "NotoSansCJKsc-Regular",
    }
    assert all(fonts.values())


def test_rare_characters_of_names_are_printed_and_others_by_their_number():
    names = "𠮷㛃䶮𬍛𫍣㐂鿏鿍䲢𪨶𬎆𬘡𫖮"
    assert printable_text(names) == names
    assert names in text_of(pdf(paper(Text(names)), AT))
    assert printable_text("a\U0002a6d6\x00\u202eb") == f"a[U+2A6D6]{BREAK}[U+0000]{BREAK}[U+202E]b"


def test_the_fonts_hold_all_but_a_few_characters_of_the_national_standard():
    for first, last, missing in ((0x4E00, 0x9FA5, 0), (0x9FA6, 0x9FFF, 20), (0x3400, 0x4DB5, 10)):
        assert sum(code not in held() for code in range(first, last + 1)) <= missing


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_printed_as_it_is_wherever_it_stands(text):
    blocks = [Title(text, text, text), Heading(text), Facts([(text, text)]), Text(text, "said"), Text(text, "bad")]
    made = pdf(paper(*blocks, Listing([text, "b"], [[text, text]], [1, 0]), Drawing(SVG, text, 900, 300)), AT)
    wanted = "".join(printable_text(text).replace(BREAK, "").split())
    assert text_of(made).count(wanted) == 11


def test_a_word_without_end_stays_on_its_pages():
    made = read(
        pdf(paper(Facts([("甲", "x" * 60_000)]), Listing(["a", "b"], [["y" * 60_000, "甲" * 9_000]], [1, 1])), AT)
    )
    rights = [0.0]
    for page in made.pages:
        page.extract_text(
            visitor_text=lambda text, _cm, tm, _font, _size: rights.append(tm[4]) if text.strip() else None
        )
    assert len(made.pages) > 8
    assert max(rights) < 210 / 25.4 * 72


def test_the_same_paper_and_time_give_the_same_bytes():
    blocks = [Title("题"), Drawing(SVG, "图", 900, 300), Listing(["a"], [["1"]] * 100, [1])]
    assert pdf(paper(*blocks), AT) == pdf(paper(*blocks), AT)


def test_a_paper_says_its_language_title_and_standards():
    made = read(pdf(paper(Text("a"), lang="en"), AT))
    assert made.trailer["/Root"]["/Lang"] == "en-GB"
    assert made.metadata.title == "客户 𠮷"
    told = made.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in told
    assert "<pdfuaid:part>1</pdfuaid:part>" in told


def test_pages_are_counted_and_wide_drawings_lie_on_their_side():
    made = pdf(paper(Text("a"), Drawing(SVG, "图", 900, 300)), AT)
    boxes = [(page.mediabox.width > page.mediabox.height) for page in read(made).pages]
    assert boxes == [False, True]
    assert "第2页，共2页" in text_of(made)


def test_what_is_too_much_for_one_paper_is_refused():
    with pytest.raises(PaperTooLarge):
        pdf(paper(Text("长" * 6_000_000)), AT)

"""A label from data reads in the page's language, however it holds both."""

from __future__ import annotations

import pytest

from web.languages import localized, speaking

BOTH = {
    "得分 / Points": ("得分", "Points"),
    "D2 客户等级 / Tier": ("D2 客户等级", "Tier"),
    "存款 / 贷款": ("存款 / 贷款", "存款 / 贷款"),
    "A / B": ("A / B", "A / B"),
    "得分/Points": ("得分/Points", "得分/Points"),
    "份额 / Share / total": ("份额", "Share / total"),
    "": ("", ""),
}


@pytest.mark.parametrize("label", BOTH)
def test_one_text_for_both_languages_reads_as_its_half(app, label):
    with app.test_request_context():
        for language, expected in zip(("zh", "en"), BOTH[label], strict=True):
            with speaking(language):
                assert localized(label) == expected

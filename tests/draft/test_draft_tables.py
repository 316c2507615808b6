"""Workbook and Markdown: no text becomes a formula or markup."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from material import draft_of, said
from openpyxl import load_workbook

from pipeline.draft.markdown import to_markdown
from pipeline.draft.workbook import to_xlsx

FORMULAS = ("=1+1", "+45 test", "-2", "@SUM(A1)", "\t=1", "=cmd|'/C calc'!A0")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_statement_is_never_a_formula(text: str) -> None:
    book = load_workbook(io.BytesIO(to_xlsx(draft_of(said(1, text)))))
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    [cell] = list(book["Udsagn"]["B"][1:])
    assert cell.value.strip() == text.strip()
    assert cell.quotePrefix


@given(st.text(min_size=1, max_size=80))
def test_any_statement_fits_a_cell(text: str) -> None:
    book = load_workbook(io.BytesIO(to_xlsx(draft_of(said(1, text)))))
    assert book["Udsagn"]["A2"].value == "b1"


def test_sheets_have_a_frozen_head_and_one_row_a_bullet() -> None:
    book = load_workbook(io.BytesIO(to_xlsx(draft_of(said(1, "Busser"), said(2, "Tog")))))
    assert book.sheetnames == ["Temaer", "Møder", "Udsagn", "Lagt til side", "Metode"]
    assert all(sheet.freeze_panes == "A2" for sheet in book)
    assert [cell.value for cell in book["Udsagn"]["A"]] == ["Id", "b1", "b2"]


def test_markdown_shows_signs_as_they_are() -> None:
    text = to_markdown(draft_of(said(1, "<b>*Alt*</b> | [link](x) og `kode`")))
    assert r"»\<b>\*Alt\*\</b> | \[link](x) og \`kode\`«[^b1]" in text
    assert "[^b1]: Nærum Kro, 3. maj 2025, bord 1, a.txt, linje 1." in text


def test_markdown_has_a_footnote_for_every_quote_and_each_bullet_once() -> None:
    draft = draft_of(*(said(n, f"Udsagn nummer {n}", path=f"{n}.txt") for n in range(20)), below=3)
    text = to_markdown(draft)
    quoted = [row.bullet for row in draft.appendix if row.is_quoted]
    for bullet in quoted:
        assert text.count(f"«[^{bullet}]") == text.count(f"\n[^{bullet}]: ") == 1
    for row in draft.appendix:
        assert text.count(f"`{row.bullet}`") == 1

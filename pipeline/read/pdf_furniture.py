"""Running headers, footers and page numbers of PDF pages, known by their repetition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.read.pdf_print import PrintedLine
from pipeline.read.pdf_worker import Page

_MARGIN = 0.12
"""Part of the page's height, at the top and at the bottom, where running lines stand."""
_MAX_LINES = 4
_MIN_SHARE = 1 / 3

_NUMBERED = re.compile(r"\W*\d{1,4}\W*|.*\b(?:side|page)\s*\d{1,4}\b.*", re.I)
_LONE_NUMBER = re.compile(r"\W*(?:(?:side|page)\s+)?\d{1,4}(?:\s*(?:af|of|/)\s*\d{1,4})?\W*", re.I)


def mark_furniture(lines: Sequence[PrintedLine], pages: Sequence[Page]) -> list[PrintedLine]:
    """Lines with those marked that run over many pages, in the margin, and lone page numbers there.

    A header that runs over every page is text on the first, where it names the meeting.
    """
    keys = _keys(lines, pages)
    counts = Counter(keys.values())
    marked = []
    for line in lines:
        key = keys.get(line.number)
        if key is not None:
            repeats = counts[key] >= max(2, _MIN_SHARE * len(pages))
            names_meeting = (
                line.page == 1 and key[0] == "top" and not _NUMBERED.fullmatch(line.text)
            )
            is_number = _LONE_NUMBER.fullmatch(line.text) is not None
            line = replace(line, is_furniture=is_number or (repeats and not names_meeting))
        marked.append(line)
    return marked


def _keys(lines: Sequence[PrintedLine], pages: Sequence[Page]) -> dict[int, tuple[str, str]]:
    """Edge and text of the lines in the margins, by the number of the line.

    Digits may differ from page to page only where a page number is expected: "Bord 1" over one page
    and "Bord 2" over the next are headings.
    """
    keys = {}
    for number, on_page in groupby(lines, key=lambda line: line.page):
        ordered = sorted(on_page, key=lambda line: line.top)
        height = pages[number - 1].height
        top = [line for line in ordered[:_MAX_LINES] if line.top < _MARGIN * height]
        bottom = [line for line in ordered[-_MAX_LINES:] if line.top > (1 - _MARGIN) * height]
        for edge, near in (("top", top), ("bottom", bottom)):
            for line in near:
                is_numbered = _NUMBERED.fullmatch(line.text)
                text = re.sub(r"\d+", "#", line.text) if is_numbered else line.text
                keys[line.number] = (edge, text)
    return keys

"""What a picture is: drawn once, told in words, and with the numbers it shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the draft in Danish.

    Attributes
    ----------
    name
        Stem of its file names.
    title
        The question that it answers.
    alt
        The answer in words, for those who do not see it.
    caption
        How it is to be read, in a sentence or two.
    columns, rows
        The numbers that it shows as a table; the first column names the theme.
    svg, png
        The picture itself; the same input gives the same bytes.
    """

    name: str
    title: str
    alt: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    svg: bytes
    png: bytes

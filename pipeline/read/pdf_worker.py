"""Takes the words of PDF pages out of their files, in a process of its own.

A PDF can send its reader into endless loops or unpack to any size. Python cannot break off a
library's loop, so the library runs here, where `pipeline.read.pdf` can end it. `main` takes files
from standard input and answers on standard output, until the process that feeds it ends.
"""

from __future__ import annotations

import io
import os
import pickle
import sys
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

MAX_PAGES = 1_000
_MAX_MEMORY = 900 * 2**20
_MAX_INFLATED = 256 * 2**20
_MAX_CHARACTERS = 60_000  # on one page; a full page of small print has some 8,000


class Word(NamedTuple):
    """One word and where it stands: points from the page's left and top edge, size in points."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    is_bold: bool


class Page(NamedTuple):
    """Words of one page, and how many images it has."""

    width: float
    height: float
    words: tuple[Word, ...]
    images: int


class Refusal(NamedTuple):
    """Why a file could not be read: "password", "pages", "size" or "damaged"."""

    reason: str


class End(NamedTuple):
    """All pages were sent; what the file's properties say of it."""

    facts: dict[str, str]


def main() -> None:
    """Answer every file with its number of pages, its pages one by one, and an `End`."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    _limit_memory()
    _limit_pdfminer()
    while header := requests.read(8):
        data = requests.read(int.from_bytes(header, "big"))
        _Budget.inflated = 0
        try:
            for message in extract(data):
                send(message, answers)
        # What a parser raises on damaged input has no bounds; each of it is a file not readable.
        except Exception as error:
            send(Refusal(_reason(error)), answers)


def send(message: object, stream: BinaryIO) -> None:
    """Write one message."""
    pickle.dump(message, stream, pickle.HIGHEST_PROTOCOL)
    stream.flush()


def extract(data: bytes) -> Iterator[int | Page | Refusal | End]:
    """Words of all pages of a PDF file, page by page."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        count = len(pdf.pages)
        if count > MAX_PAGES:
            yield Refusal("pages")
            return
        yield count
        for page in pdf.pages:
            yield _page(page)
            page.close()  # lets go of the page's characters
        info = pdf.metadata or {}
        facts = {"title": info.get("Title"), "author": info.get("Author")}
        yield End({key: value for key, value in facts.items() if isinstance(value, str) and value})


def _page(page: Any) -> Page:
    words = page.extract_words(
        x_tolerance_ratio=0.15, keep_blank_chars=False, extra_attrs=["size", "fontname"]
    )
    return Page(
        float(page.width),
        float(page.height),
        tuple(
            Word(
                word["text"],
                float(word["x0"]),
                float(word["x1"]),
                float(word["top"]),
                float(word["bottom"]),
                float(word["size"]),
                _is_bold(word["fontname"]),
            )
            for word in words
        ),
        len(page.images),
    )


def _is_bold(font: str) -> bool:
    return any(weight in font.lower() for weight in ("bold", "black", "heavy", "semibold"))


def _reason(error: BaseException) -> str:
    # pdfplumber wraps what pdfminer raised into the arguments of its own exception.
    names = {type(error).__name__, *(type(arg).__name__ for arg in error.args)}
    if "PDFPasswordIncorrect" in names:
        return "password"
    return "size" if names & {"MemoryError", "_TooLargeError"} else "damaged"


class _TooLargeError(Exception):
    pass


class _Budget:
    inflated = 0


class _BoundedZlib:
    """Stands in for zlib within pdfminer, which would inflate a stream to whatever it says."""

    error = zlib.error
    decompressobj = staticmethod(zlib.decompressobj)

    @staticmethod
    def decompress(data: bytes) -> bytes:
        inflater = zlib.decompressobj()
        room = max(1, _MAX_INFLATED - _Budget.inflated)
        inflated = inflater.decompress(data, room)
        _Budget.inflated += len(inflated)
        if inflater.unconsumed_tail:
            raise _TooLargeError
        if not inflater.eof:
            raise zlib.error("incomplete stream")
        return inflated


def _limit_pdfminer() -> None:
    from pdfminer import pdftypes
    from pdfplumber import page

    class BoundedDevice(page.PDFPageAggregatorWithMarkedContent):
        characters = 0

        def render_char(self, *args: Any, **kwargs: Any) -> float:
            self.characters += 1
            if self.characters > _MAX_CHARACTERS:
                raise _TooLargeError
            return float(super().render_char(*args, **kwargs))

    # Neither library has a setting for either limit.
    vars(page)["PDFPageAggregatorWithMarkedContent"] = BoundedDevice
    vars(pdftypes)["zlib"] = _BoundedZlib


def _limit_memory() -> None:
    """Have the system refuse memory beyond the limit, where it can (Linux)."""
    if sys.platform.startswith("linux"):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY, _MAX_MEMORY))

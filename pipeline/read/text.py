"""Plain text: encoding found from the bytes, pages from form feeds."""

from __future__ import annotations

import codecs
import re
import unicodedata

from pipeline.read.content import Content
from pipeline.records import Line
from pipeline.remarks import UnreadableError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TAB = 4
# Signs without width that word processors and PDF files leave behind; they would hide a mark.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200e\u200f\u2060\ufeff"))
_SOFT_HYPHEN_AT_END = re.compile("\u00ad\\s*$")


def read(data: bytes, name: str) -> Content:
    """Lines of a plain-text file.

    Raises
    ------
    InputError
        If the file is empty or is not text.
    """
    text = decode(data, name)
    if not text.strip():
        raise UnreadableError(name, "empty")
    has_pages = "\f" in text
    page = 1
    lines = []
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        for piece_number, piece in enumerate(raw.split("\f")):
            page += piece_number > 0
            line = _SOFT_HYPHEN_AT_END.sub("-", piece).translate(_INVISIBLE)
            line = unicodedata.normalize("NFC", line).replace("\u00a0", " ").expandtabs(_TAB)
            indent = len(line) - len(line.lstrip())
            lines.append(Line(line.rstrip(), number, page if has_pages else None, indent))
    return Content(tuple(lines))


def decode(data: bytes, name: str) -> str:
    """Decode bytes by byte-order mark, then UTF-8, then UTF-16 without mark, then Windows-1252.

    Windows-1252 comes last since it accepts almost anything: it stands for the Latin-1 files that
    older Danish systems write, and is refused when control characters show that it is not text.

    Raises
    ------
    InputError
        If no encoding gives readable text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, name)
    if data[1::2].count(0) > len(data) // 4:
        return _strict(data, "utf-16-le", name)
    if data[::2].count(0) > len(data) // 4:
        return _strict(data, "utf-16-be", name)
    for encoding in ("utf-8", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_readable(text):
            return text
    raise _not_text(name)


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_text(name) from error
    if not _is_readable(text):
        raise _not_text(name)
    return text


def _is_readable(text: str) -> bool:
    controls = sum(unicodedata.category(c) == "Cc" and c not in "\t\n\r\f\v\x85" for c in text)
    return controls <= len(text) // 500


def _not_text(name: str) -> UnreadableError:
    return UnreadableError(name, "not text")

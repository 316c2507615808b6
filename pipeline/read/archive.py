"""Zipped XML (Word, OpenDocument, Excel): unpacked in memory, within bounds, before parsing."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from pipeline.remarks import UnreadableError

MAX_UNPACKED = 150 * 2**20
"""Bytes that all members may have together once unpacked."""
MAX_MEMBERS = 5_000
MAX_MARKUP = 1_500_000
"""Tags and attributes of the XML members together: what a parsed tree costs follows their number,
some 200 bytes each, not the size of the file."""

_CHUNK = 2**16
_XML = (".xml", ".rels", "mimetype")


def unpack(data: bytes, name: str, max_markup: int = MAX_MARKUP) -> dict[str, bytes]:
    """Contents of the XML members of a zip archive by member name; others are left empty.

    Images, macros and embedded programs are never unpacked, so that neither their size nor what is
    in them matters. Members are read piece by piece: a header that understates a member's size is
    found out before the member has filled the memory.

    Raises
    ------
    InputError
        If the archive is damaged, encrypted, larger than the bounds above, or holds XML that
        declares entities.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > MAX_MEMBERS or sum(info.file_size for info in infos) > MAX_UNPACKED:
                raise _too_large(name)
            members = {
                info.filename: _read(archive, info, name) if _is_xml(info.filename) else b""
                for info in infos
            }
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, LookupError) as error:
        raise damaged(name) from error
    markup = sum(part.count(b"<") + part.count(b"=") for part in members.values())
    if markup > max_markup:
        raise _too_large(name)
    return members


def pack(members: Mapping[str, bytes]) -> io.BytesIO:
    """An archive in memory for libraries that want to open one themselves."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for member, part in members.items():
            archive.writestr(member, part)
    buffer.seek(0)
    return buffer


def damaged(name: str) -> UnreadableError:
    """Return the error for a file whose content breaks off or contradicts itself."""
    return UnreadableError(name, "damaged")


def locked(name: str) -> UnreadableError:
    """Return the error for a file that asks for a password."""
    return UnreadableError(name, "locked")


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    if info.flag_bits & 1:
        raise locked(name)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise damaged(name)
    pieces = []
    with archive.open(info) as member:
        while piece := member.read(_CHUNK):
            pieces.append(piece)
    part = b"".join(pieces)
    # Two-byte encodings are searched without their zero bytes; entities need a DOCTYPE.
    if b"<!DOCTYPE" in part.replace(b"\0", b""):
        raise UnreadableError(name, "entities")
    return part


def _is_xml(member: str) -> bool:
    return member.lower().endswith(_XML)


def _too_large(name: str) -> UnreadableError:
    return UnreadableError(name, "unpacks")

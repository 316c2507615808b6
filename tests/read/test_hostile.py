"""Damaged and hostile files end in a clear error or a correct read, within time and memory."""

import io
import random
import re
import struct
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from docx import Document
from pdf_files import pdf

from pipeline.errors import InputError
from pipeline.read import read_file
from pipeline.read.archive import MAX_MARKUP, MAX_UNPACKED
from pipeline.records import Document as ReadDocument
from pipeline.records import Remark

FORMATS = Path(__file__).parent.parent / "data" / "formats"
MAX_SECONDS = 20.0
MAX_MEMORY = 2**30


def read(folder: Path, name: str, data: bytes) -> ReadDocument:
    (folder / name).write_bytes(data)
    return read_file(folder / name, folder)


def word(replace: dict[str, bytes] | None = None) -> bytes:
    """A Word file of one line, some of whose members are replaced or added."""
    buffer = io.BytesIO()
    document = Document()
    document.add_paragraph("Lys på stien")
    document.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**members, **(replace or {})})


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in members.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def test_zip_bomb_that_says_its_size(tmp_path: Path) -> None:
    bomb = word({"word/media/bomb.xml": b"\0" * (MAX_UNPACKED + 1)})
    assert len(bomb) < 2**20
    with pytest.raises(InputError, match=r"bombe\.docx: unpacks to far more"):
        read(tmp_path, "bombe.docx", bomb)


def test_zip_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    size = 2 * MAX_UNPACKED
    data = word({"word/document.xml": b" " * size})
    lying = data.replace(struct.pack("<I", size), struct.pack("<I", 1000))
    assert lying != data
    with pytest.raises(InputError, match=r"bombe\.docx: is damaged"):
        read(tmp_path, "bombe.docx", lying)


def test_more_tags_than_a_document_has(tmp_path: Path) -> None:
    body = b"<a/>" * (MAX_MARKUP + 1)
    with pytest.raises(InputError, match="unpacks to far more"):
        read(tmp_path, "bombe.docx", word({"word/document.xml": b"<d>" + body + b"</d>"}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", ["notat.docx", "notat.odt", "notat.xlsx"])
def test_xml_entities_are_never_expanded(tmp_path: Path, name: str, encoding: str) -> None:
    xml = (
        f'<?xml version="1.0" encoding="{encoding}"?>'
        '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><d>&a;&b;</d>'
    ).encode(encoding)
    main = {"docx": "word/document.xml", "odt": "content.xml", "xlsx": "xl/workbook.xml"}
    with pytest.raises(InputError, match="declares XML entities"):
        read(tmp_path, name, zipped({main[name.partition(".")[2]]: xml}))


def test_deeply_nested_xml(tmp_path: Path) -> None:
    depth = 100_000
    xml = b"<d>" * depth + b"</d>" * depth
    for name, member in (("a.docx", "word/document.xml"), ("a.odt", "content.xml")):
        with pytest.raises(InputError, match="is damaged"):
            read(tmp_path, name, zipped({member: xml}))


def test_macros_are_not_looked_at_and_told_of(tmp_path: Path) -> None:
    types = zipfile.ZipFile(io.BytesIO(word())).read("[Content_Types].xml")
    with_macros = types.replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    data = word({"[Content_Types].xml": with_macros, "word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    document = read(tmp_path, "notat.docm", data)
    assert document.lines[0].text == "Lys på stien"
    assert Remark("macros") in document.notes


def test_pdf_of_two_thousand_pages(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"plan\.pdf: has more than 1000 pages"):
        read(tmp_path, "plan.pdf", pdf(["Lys"] * 2000))


def test_pdf_whose_content_unpacks_to_half_a_gigabyte(tmp_path: Path) -> None:
    packer = zlib.compressobj(9)
    content = b"".join(packer.compress(b" " * 2**20) for _ in range(512)) + packer.flush()
    with pytest.raises(InputError, match=r"bombe\.pdf: takes more time or memory"):
        read(tmp_path, "bombe.pdf", pdf(["x"], content))


def test_pdf_page_of_a_million_characters(tmp_path: Path) -> None:
    content = zlib.compress(b"BT /F1 11 Tf (" + b"a" * 10**6 + b") Tj ET")
    with pytest.raises(InputError, match="takes more time or memory"):
        read(tmp_path, "bombe.pdf", pdf(["x"], content))


def test_pdf_worker_reads_on_after_it_was_ended(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read(tmp_path, "bombe.pdf", pdf(["x"], zlib.compress(b"BT (" + b"a" * 10**6 + b") Tj ET")))
    assert read(tmp_path, "notat.pdf", pdf(["Lys"])).lines[0].text == "Lys"


def test_pdf_worker_is_ended_when_it_takes_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.read.pdf._SECONDS", 0.05)
    monkeypatch.setattr("pipeline.read.pdf._SECONDS_A_PAGE", 0.0)
    start = time.monotonic()
    with pytest.raises(InputError, match="takes more time or memory"):
        read(tmp_path, "lang.pdf", pdf(["Lys"] * 900))
    assert time.monotonic() - start < MAX_SECONDS


def test_locked_files(tmp_path: Path) -> None:
    (locked,) = (FORMATS / "locked").glob("*.pdf")
    encrypted_office = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    for name, data in (("notat.pdf", locked.read_bytes()), ("notat.docx", encrypted_office)):
        with pytest.raises(InputError, match=rf"{name}: is protected by a password"):
            read(tmp_path, name, data)


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("gammel.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Office before 2007"),
        ("notat.docx", b"{\\rtf1 Lys}", "is a rich-text file"),
        ("scan.pdf", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "is an image"),
        ("notat.pdf", b"\x93\x00\x81\x02" * 100, "is damaged or incomplete"),
        ("tom.docx", b"", "is empty"),
        ("notat.txt", b"\x00\x01\x02\x03" * 50, "is not a text file"),
    ],
)
def test_files_that_are_something_else(
    tmp_path: Path, name: str, data: bytes, problem: str
) -> None:
    with pytest.raises(InputError, match=f"{name}: .*{problem}"):
        read(tmp_path, name, data)


def test_text_under_the_name_of_a_word_file_is_read_as_text(tmp_path: Path) -> None:
    document = read(tmp_path, "notat.docx", "- Lys på stien".encode())
    assert document.lines[0].text == "- Lys på stien"
    assert document.notes == (Remark("other format", {"found": ".txt"}),)


# Damaged variants of real files: cut, bytes flipped, a stretch overwritten or doubled, members of
# an archive swapped, dropped or damaged inside an archive that is whole.


def cut(data: bytes, random: random.Random) -> bytes:
    return data[: random.randrange(len(data))]


def flip(data: bytes, random: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(random.choice((1, 5, 50, 500))):
        damaged[random.randrange(len(damaged))] = random.randrange(256)
    return bytes(damaged)


def overwrite(data: bytes, random: random.Random) -> bytes:
    start, length = random.randrange(len(data)), random.randrange(1, 400)
    filler = random.choice((b"\0", b"\xff", b"9", b"<", b"("))
    return data[:start] + filler * length + data[start + length :]


def double(data: bytes, random: random.Random) -> bytes:
    start, end = sorted(random.sample(range(len(data)), 2))
    return data[:end] + data[start:]


def change_members(data: bytes, random: random.Random) -> bytes:
    if not data.startswith(b"PK"):
        return flip(data, random)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    first, second = random.sample(sorted(members), 2)
    way = random.randrange(4)
    if way == 0:
        members[first], members[second] = members[second], members[first]
    elif way == 1:
        del members[first]
    else:
        target = max(members, key=lambda name: len(members[name])) if way == 2 else first
        if members[target]:
            damage = random.choice((cut, flip, overwrite, double))
            members[target] = damage(members[target], random)
    return zipped(members)


MUTATORS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    cut,
    flip,
    overwrite,
    double,
    change_members,
    change_members,
)


def read_damaged(folder: Path) -> tuple[dict[str, int], float, float]:
    """Read 500 variants; return what was read and refused, the longest time, the peak memory."""
    stem = "16_havnstrup_bord4"
    sources = [
        path
        for name, share in (("docx", 4), ("odt", 3), ("pdf", 2), ("pdf_columns", 1))
        for path in [next((FORMATS / name).glob(f"{stem}.*"))] * share
    ]
    generator = random.Random(5)
    outcomes = {"read": 0, "refused": 0}
    slowest = 0.0
    for number in range(500):
        source = sources[number % len(sources)]
        data = generator.choice(MUTATORS)(source.read_bytes(), generator)
        start = time.monotonic()
        try:
            document = read(folder, source.name, data)
        except InputError as error:
            assert source.name in str(error)
            outcomes["refused"] += 1
        else:
            assert any(line.text.strip() for line in document.lines)
            outcomes["read"] += 1
        slowest = max(slowest, time.monotonic() - start)
    return outcomes, slowest, peak_memory()


def peak_memory() -> float:
    """Return the most bytes that this process or one of its children has held."""
    if sys.platform == "win32":
        return 0.0
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
    status = Path("/proc/self/status")
    if not status.exists():
        return max(children, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)
    # On Linux getrusage begins a new program at the peak of the process that started it.
    own = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
    assert own is not None
    return max(children, int(own[1]) * 1024)


def test_five_hundred_damaged_variants(tmp_path: Path) -> None:
    # In a process of its own: what other tests have loaded does not count as memory of the readers.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        outcomes, slowest, peak = pool.submit(read_damaged, tmp_path).result()
    assert slowest < MAX_SECONDS
    # Both must occur, or the variants are too harmless or too broken to try anything.
    assert min(outcomes.values()) > 50, outcomes
    assert peak < MAX_MEMORY

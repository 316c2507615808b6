"""Plain text files: encodings, line ends, pages."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.read import find_files, read_file
from pipeline.read.text import decode, read

DANISH = "Blåbærgrød på Ærø\r\n– to skåle – koster 3 €\r\n"


def texts(data: bytes) -> list[str]:
    return [line.text for line in read(data, "bord.txt")[0]]


@pytest.mark.parametrize(
    "data",
    [
        DANISH.encode("utf-8"),
        DANISH.encode("utf-8-sig"),
        DANISH.encode("cp1252"),
        DANISH.encode("utf-16"),
        b"\xfe\xff" + DANISH.encode("utf-16-be"),
        DANISH.encode("utf-16-le"),
        DANISH.encode("utf-16-be"),
        DANISH.encode("utf-32"),
        unicodedata.normalize("NFD", DANISH).encode("utf-8"),
        DANISH.replace("\r\n", "\n").encode(),
        DANISH.replace("\r\n", "\r").encode(),
    ],
    ids=lambda data: data[:8].hex(),
)
def test_every_encoding_gives_the_same_lines(data: bytes) -> None:
    assert texts(data) == ["Blåbærgrød på Ærø", "– to skåle – koster 3 €", ""]


def test_latin_1_is_read() -> None:
    assert texts("Færre køer på broen".encode("latin-1")) == ["Færre køer på broen"]


def test_lines_are_numbered_from_one_and_have_no_page_without_form_feeds() -> None:
    lines, facts, _ = read(b"et\n\ntre\n", "bord.txt")
    assert [(line.number, line.text, line.page) for line in lines[:3]] == [
        (1, "et", None),
        (2, "", None),
        (3, "tre", None),
    ]
    assert facts == {}


def test_a_form_feed_begins_a_page_and_is_no_line_of_its_own() -> None:
    lines = read(b"et\n\fto\ntre\f\n\ffire", "bord.txt").lines
    filled = [(line.text, line.number, line.page) for line in lines if line.text]
    assert filled == [("et", 1, 1), ("to", 2, 2), ("tre", 3, 2), ("fire", 4, 4)]


def test_signs_without_width_are_taken_away() -> None:
    assert texts("\u200b- by\u00adrum\ufeff og arbejds\u00ad \nmarked".encode()) == [
        "- byrum og arbejds-",
        "marked",
    ]


def test_indent_counts_characters_and_tabs_and_hard_spaces() -> None:
    lines = read("nul\n  to\n\tfire\n\u00a0\u00a0to".encode(), "bord.txt").lines
    assert [line.indent for line in lines] == [0, 2, 4, 2]


@pytest.mark.parametrize("data", [b"", b"\n \t\r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\f\f"])
def test_an_empty_file_is_named_as_empty(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^mappe/bord\.txt: is empty\. ."):
        read(data, "mappe/bord.txt")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x08\x06",
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + bytes(range(256)),
        b"\x7fELF\x02\x01\x01" + bytes(64),
        b"\xff\xfeA",
        bytes(100),
    ],
    ids=["png", "zip", "elf", "cut-utf16", "zeros"],
)
def test_what_is_not_text_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"bord\.txt: is not a text file\. ."):
        read(data, "bord.txt")


@given(st.binary(max_size=300))
def test_any_bytes_give_lines_or_an_input_error(data: bytes) -> None:
    try:
        lines = read(data, "bord.txt").lines
    except InputError as error:
        assert str(error).startswith("bord.txt: ")
        assert "\n" not in str(error)
    else:
        assert any(line.text.strip() for line in lines)
        assert all("\n" not in line.text and "\f" not in line.text for line in lines)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    assert decode(b"\xef\xbb\xbf" + text.encode(), "bord.txt") == text


def test_read_file_knows_a_document_by_its_place_below_the_root(tmp_path) -> None:
    folder = tmp_path / unicodedata.normalize("NFD", "møde")
    folder.mkdir()
    (folder / "BORD.TXT").write_text("- Busser", encoding="utf-8")
    document = read_file(folder / "BORD.TXT", tmp_path)
    assert document.path == "møde/BORD.TXT"
    assert len(document.sha256) == 64
    assert [line.text for line in document.lines] == ["- Busser"]


@pytest.mark.parametrize("name", ["bord.exe", "bord"])
def test_read_file_names_the_suffixes_it_reads(tmp_path, name: str) -> None:
    (tmp_path / name).write_text("- Busser")
    with pytest.raises(InputError, match=rf"^{name}: .*Save it as .*\.txt"):
        read_file(tmp_path / name, tmp_path)


def test_read_file_says_when_a_file_went_away(tmp_path) -> None:
    with pytest.raises(InputError, match=r"^bord\.txt: cannot be opened"):
        read_file(tmp_path / "bord.txt", tmp_path)


def test_find_files_sorts_by_name_and_passes_over_temporary_files(tmp_path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b/1.txt", "c.txt", "a.txt", ".skjult.txt", "~$c.docx", "c.txt~", ".git/x.txt"):
        (tmp_path / name).write_text("x")
    wanted, skipped = find_files(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in wanted] == [
        "a.txt",
        "b/1.txt",
        "c.txt",
    ]
    assert {path.name for path in skipped} == {".skjult.txt", "~$c.docx", "c.txt~", "x.txt"}


def test_find_files_does_not_read_its_own_results(tmp_path) -> None:
    for name in ("a.txt", "build/themes.md", "buildings.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    wanted, skipped = find_files(tmp_path, tmp_path / "build")
    assert ([path.name for path in wanted], skipped) == (["a.txt", "buildings.txt"], [])


def test_find_files_says_what_is_wrong_with_a_folder(tmp_path) -> None:
    with pytest.raises(InputError, match="there is no such folder"):
        find_files(tmp_path / "mangler")
    with pytest.raises(InputError, match="holds no files"):
        find_files(tmp_path)
    (tmp_path / "fil.txt").write_text("x")
    with pytest.raises(InputError, match="is a file, not a folder"):
        find_files(tmp_path / "fil.txt")

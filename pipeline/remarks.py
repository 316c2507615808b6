"""What a person should know of a file or a run, in words.

In English for those who run the program, in Danish in the report for those who review. A remark
carries its key and facts, and every wording stands in one table in both languages: nothing is
translated after it was said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pipeline.errors import InputError
from pipeline.records import Remark


class Wording(NamedTuple):
    """What is said and what to do about it, "" for nothing; facts stand in braces."""

    english: str
    danish: str
    remedy: str = ""
    remedy_danish: str = ""


WORDINGS: Mapping[str, Wording] = {
    # Files that cannot be read.
    "suffix": Wording(
        "files ending in {suffix} are not read",
        "filer, der ender på {suffix}, læses ikke",
        "Save it as one of {known}",
        "Gem filen som en af {known}",
    ),
    "no suffix": Wording(
        "files without an ending are not read",
        "filer uden endelse læses ikke",
        "Save it as one of {known}",
        "Gem filen som en af {known}",
    ),
    "empty": Wording(
        "is empty",
        "er tom",
        "Check that the right file was saved",
        "Kontrollér, at den rigtige fil blev gemt",
    ),
    "no cells": Wording(
        "holds no cells with text",
        "har ingen celler med tekst",
        "Check that the right file was saved",
        "Kontrollér, at den rigtige fil blev gemt",
    ),
    "not opened": Wording(
        "cannot be opened ({reason})",
        "kan ikke åbnes",
        "Check that it is there and readable",
        "Kontrollér, at filen er der, og at du har adgang til den",
    ),
    "too big": Wording(
        "is larger than {most} MB",
        "fylder mere end {most} MB",
        "Save it without its images",
        "Gem filen uden billeder",
    ),
    "damaged": Wording(
        "is damaged or incomplete",
        "er beskadiget eller ufuldstændig",
        "Fetch it again, or open it in the program that made it and save a new copy",
        "Hent filen igen, eller åbn den i det program, den er lavet i, og gem en ny kopi",
    ),
    "locked": Wording(
        "is protected by a password",
        "er beskyttet med adgangskode",
        "Open it, remove the password, and save it again",
        "Åbn filen, fjern adgangskoden, og gem den igen",
    ),
    "entities": Wording(
        "declares XML entities, which no office program writes",
        "indeholder XML-koder, som kontorprogrammer ikke skriver",
        "Open it in a trusted program and save a new copy, or leave it out",
        "Åbn filen i et program, du stoler på, og gem en ny kopi, eller lad den være ude",
    ),
    "unpacks": Wording(
        "unpacks to far more than a summary holds",
        "fylder pakket ud langt mere, end en opsamling gør",
        "Check that it is the right file, and split it if it is",
        "Kontrollér, at det er den rigtige fil, og del den, hvis det er",
    ),
    "not text": Wording(
        "is not a text file",
        "er ikke en tekstfil",
        "Open it in the program that made it and save it as text",
        "Åbn filen i det program, den er lavet i, og gem den som tekst",
    ),
    "old office": Wording(
        "is in the format of Office before 2007",
        "er i Office-formatet fra før 2007",
        "Save it as .docx or .xlsx",
        "Gem filen som .docx eller .xlsx",
    ),
    "rich text": Wording(
        "is a rich-text file", "er en RTF-fil", "Save it as .docx", "Gem filen som .docx"
    ),
    "image": Wording(
        "is an image",
        "er et billede",
        "Run text recognition (OCR) on it",
        "Kør tekstgenkendelse (OCR) på det",
    ),
    "spreadsheet": Wording(
        "is an OpenDocument spreadsheet",
        "er et OpenDocument-regneark",
        "Save it as .xlsx",
        "Gem filen som .xlsx",
    ),
    "presentation": Wording(
        "is a presentation",
        "er en præsentation",
        "Copy its text into a document",
        "Kopiér teksten over i et dokument",
    ),
    "archive": Wording(
        "is an archive that holds no document",
        "er et arkiv uden et dokument i",
        "Unpack it, and add the documents inside",
        "Pak arkivet ud, og tilføj dokumenterne i det",
    ),
    "empty archive": Wording(
        "is an archive that holds no document",
        "er et arkiv uden et dokument i",
        "Fetch the file again",
        "Hent filen igen",
    ),
    "no text": Wording(
        "holds no text, only images or nothing",
        "har ingen tekst, kun billeder eller slet intet",
        "Type the text, or run text recognition (OCR) on the images first",
        "Skriv teksten af, eller kør først tekstgenkendelse (OCR) på billederne",
    ),
    "own draft": Wording(
        "is a strategy draft that this program wrote, not a summary",
        "er et strategiudkast, som programmet selv har skrevet, ikke en opsamling",
        "Move it out of the folder of summaries",
        "Flyt filen ud af mappen med opsamlinger",
    ),
    "scan": Wording(
        "has no text, only pictures of pages (a scan)",
        "har ingen tekst, kun billeder af sider (en scanning)",
        "Run text recognition (OCR) on it first and add the result",
        "Kør først tekstgenkendelse (OCR) på filen, og tilføj resultatet",
    ),
    "pages": Wording(
        "has more than {most} pages, and a summary has a few",
        "har mere end {most} sider; en opsamling har få",
        "Check that it is the right file, or print the pages wanted to a PDF of their own",
        "Kontrollér, at det er den rigtige fil, eller gem de ønskede sider som en PDF for sig",
    ),
    "effort": Wording(
        "takes more time or memory than a summary should",
        "kræver mere tid eller hukommelse, end en opsamling bør",
        "Open it and print it to a new PDF",
        "Åbn filen, og gem den som en ny PDF",
    ),
    "rows": Wording(
        "has more than {most} rows",
        "har mere end {most} rækker",
        "Split it, or delete its empty rows",
        "Del filen, eller slet de tomme rækker",
    ),
    "not a table": Wording(
        "is no table that can be read ({error} near line {line})",
        "er ikke en tabel, der kan læses (fejl ved linje {line})",
        "Open it in a spreadsheet program and save it as .xlsx",
        "Åbn filen i et regneark, og gem den som .xlsx",
    ),
    "no such column": Wording(
        'has no column "{column}"',
        "har ingen kolonne »{column}«",
        "Name one of its columns: {columns}",
        "Angiv en af kolonnerne: {columns}",
    ),
    "no statements": Wording(
        "has no column that is known to hold statements; its columns are {columns}",
        "har ingen kolonne, som vides at indeholde udsagn; kolonnerne er {columns}",
        'Call that column "Udsagn", or name it in meeting.toml: statements = "..."',
        'Kald kolonnen »Udsagn«, eller angiv den i meeting.toml: statements = "..."',
    ),
    "no headings": Wording(
        "has no column that is known to hold statements, and no headings",
        "har ingen kolonne, som vides at indeholde udsagn, og ingen overskrifter",
        'Put "Udsagn" above the column that holds them',
        "Skriv »Udsagn« over den kolonne, de står i",
    ),
    "not TOML": Wording(
        "is not valid TOML ({error})",
        "er ikke skrevet, som en .toml-fil skal være",
        'Write lines like place = "Forsamlingshuset"',
        'Skriv linjer som place = "Forsamlingshuset"',
    ),
    "unknown fact": Wording(
        'states "{fact}", which is no fact of a meeting',
        "angiver »{fact}«, som ikke er en oplysning om et møde",
        "Use {known}",
        "Brug {known}",
    ),
    "nothing said": Wording(
        "no statement was found in it",
        "der er ikke fundet noget udsagn i filen",
        "Check in parse_report.md how its lines were read",
        "Se herunder, hvordan filens linjer er læst",
    ),
    # What else there is to say of a file.
    "hidden file": Wording(
        "left out, a hidden or temporary file", "udeladt, en skjult eller midlertidig fil"
    ),
    "same text": Wording(
        "left out, has the same text as {other}", "udeladt, har samme tekst som {other}"
    ),
    "withdrawn": Wording(
        "was withdrawn with `temaer forget` and is passed over",
        "er trukket tilbage og springes over",
        "Delete the file",
        "Slet filen",
    ),
    "other format": Wording(
        "is a {found} file in spite of its name, and was read as one",
        "er en {found}-fil trods sit navn og er læst som en",
    ),
    "hidden sheet": Wording(
        'the hidden sheet "{sheet}" was not read', "det skjulte ark »{sheet}« er ikke læst"
    ),
    "sheet refused": Wording(
        'the sheet "{sheet}" was not read: it {why}', "arket »{sheet}« er ikke læst: Det {why}"
    ),
    "free text": Wording(
        "the statements were taken from the column(s) {columns}, which hold free text",
        "udsagnene er taget fra kolonner med fri tekst: {columns}",
    ),
    "scanned pages": Wording(
        "page {pages} holds only an image and was not read; "
        "run text recognition (OCR) first if text is on it",
        "side {pages} er kun et billede og er ikke læst; "
        "kør først tekstgenkendelse (OCR), hvis der står tekst",
    ),
    "images": Wording(
        "{number} image(s) were not read; text in them is missing",
        "billeder er ikke læst (antal: {number}); tekst i dem mangler",
    ),
    "comments": Wording(
        "{number} comment(s) in the margin were not read",
        "kommentarer i margenen er ikke læst (antal: {number})",
    ),
    "macros": Wording(
        "its macros were neither read nor run", "makroerne er hverken læst eller kørt"
    ),
    "tracked changes": Wording(
        "tracked changes were read as accepted ({inserted} insertions, {deleted} deletions)",
        "sporede ændringer er læst som accepteret (indsat: {inserted}, slettet: {deleted})",
    ),
    "tracked regions": Wording(
        "tracked changes were read as accepted ({number} changes)",
        "sporede ændringer er læst som accepteret (antal: {number})",
    ),
    # What became of asking a language model.
    "kept title": Wording(
        "theme {number} keeps its own title: {why}", "tema {number} beholder sin egen titel: {why}"
    ),
    "asked no more": Wording(
        "the language model is not asked again in this run",
        "sprogmodellen bliver ikke spurgt igen i denne kørsel",
    ),
    "answered": Wording("the server answered {code}", "serveren svarede {code}"),
    "no answer": Wording("no answer ({reason})", "intet svar"),
    "no JSON": Wording("the answer is no JSON", "svaret er ikke JSON"),
    "no message": Wording("the answer holds no message", "svaret indeholder ingen besked"),
    "no model": Wording(
        "the server lists no model",
        "serveren har ingen model",
        "Load one, or name it with --titles-model",
        "Indlæs en, eller angiv den med --titles-model",
    ),
    "no title": Wording(
        "the language model's answer holds no title", "sprogmodellens svar indeholder ingen titel"
    ),
    "bad title": Wording(
        "the language model's title is empty or too long",
        "sprogmodellens titel er tom eller for lang",
    ),
}


class UnreadableError(InputError):
    """A file that cannot be read as it is; `remark` says why in either language."""

    def __init__(self, path: str, key: str, **facts: object) -> None:
        self.remark = Remark(key, facts, path)
        wording = WORDINGS[key]
        super().__init__(
            path, _filled(wording.english, facts, False), _filled(wording.remedy, facts, False)
        )


def in_english(remark: Remark) -> str:
    """Say a remark to those who run the program, in one line."""
    return _sentence(remark, is_danish=False)


def in_danish(remark: Remark) -> str:
    """Say a remark to those who review, in one line."""
    return _sentence(remark, is_danish=True)


def _sentence(remark: Remark, is_danish: bool) -> str:
    wording = WORDINGS[remark.key]
    said, remedy = (
        (wording.danish, wording.remedy_danish) if is_danish else (wording.english, wording.remedy)
    )
    start = f"{remark.path}: " if remark.path else ""
    line = start + _filled(said, remark.facts, is_danish)
    return f"{line}. {_filled(remedy, remark.facts, is_danish)}." if remedy else line


def _filled(said: str, facts: Mapping[str, object], is_danish: bool) -> str:
    return said.format_map({name: _worded(value, is_danish) for name, value in facts.items()})


def _worded(value: object, is_danish: bool) -> str:
    """Return a fact in words: another remark, or the names of columns in quotation marks."""
    if isinstance(value, Remark):
        return _sentence(value, is_danish)
    if isinstance(value, tuple):
        return ", ".join(f"»{name}«" if is_danish else f'"{name}"' for name in value)
    return str(value)

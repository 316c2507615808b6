"""The meeting's facts from a summary's header, in the many forms hosts give it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.danish import cut_date, parse_number
from pipeline.parse.stated import facts_of_path, stated_facts
from pipeline.records import Document, Line, Meeting

_LABELS = {
    "host": r"bordvært(?:\s*(?:og|/|,)\s*referent)?|referent(?:\s*(?:og|/)\s*bordvært)?|vært|noter"
    r"|ordstyrer|tovholder|facilitator|mødeleder|skriver",
    "others": r"(?:bord)?deltagere|til\s+stede",
    "host_role": r"afdeling|forvaltning",
    "event": r"arrangement|møde",
    "place": r"sted(?:\s+og\s+dato)?|lokation",
    "date": r"dato",
}
_LABEL = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items())
    + r")(?:\s*[:–—]\s*|(?<=bordvært)\s+(?=[A-ZÆØÅ]))",
    re.I,
)
_TABLE = re.compile(
    r"\bbord(?:et|nummer)?[\s:]*(?:(?:nr|nummer)\b)?[\s.:]*"
    r"(?P<table>\d{1,3}|(?-i:[IVX]{1,4})|[a-zæøå]{2,12})\b(?:\s*\(ud af \d+\))?",
    re.I,
)
_NAMED_TABLE = re.compile(r"\bbordet\s(?P<name>[^()]{2,30})\((?P<table>\d{1,3})\)", re.I)
_TIME = re.compile(r"\bkl\.?\s*\d{1,2}(?:[.:]\d{2})?(?:\s*[-–]\s*\d{1,2}(?:[.:]\d{2})?)?", re.I)
_IS_HOST = re.compile(r"\((?:bordvært|vært|referent)\)|\bvar (?:bord)?vært\b.*", re.I)
_PLACE_WORD = re.compile(
    r"(?:forsamlingshus|(?<!\w)hal|hallen|hus|skole|kro|lounge|park|center|centret|rådhus|bibliotek|"
    r"sal|salen|kirke|stadion|plads|gård|lokale|café|teater)(?!\w)",
    re.I,
)
_EVENT_WORD = re.compile(
    r"kommune\s*\d{4}|strategi|møde|arrangement|turné|fyraften|workshop|konference|høring", re.I
)
_QUOTED = re.compile(r"^[\"”“»'’]([^\"”“»«]*)[\"”“«'’]$")
_MUNICIPALITY = re.compile(r"[\w-]+(?: [\w-]+)? kommune", re.I)
_LEAD_IN = re.compile(
    r"^(?:opsamlingsskema|opsamling|notat|referat)\b\s*(?:på|fra|om|af)?\s*", re.I
)
_SEPARATOR = re.compile(r"\s+[–—|·-]\s+|\s*·\s*|,\s+|\.\s+(?=[A-ZÆØÅ])|\.$|\s{3,}")
_TRIM = " \t.,;:–—-|·"
_SMALL_WORDS = frozenset(
    ("af", "at", "den", "det", "en", "et", "for", "fra", "i", "med", "og", "om", "på", "til", "ved")
)
_MAX_ABBREVIATION = 4


def parse_meeting(header: Sequence[Line], document: Document) -> Meeting:
    """Read the meeting's facts; what the summary does not say stays an empty string.

    Parameters
    ----------
    header
        The lines above the first section.
    document
        For what is said outside the text: its `facts` count before the header; its title and the
        names of file and folders where the header is silent.
    """
    facts = {"event": "", "place": "", "date": "", "table": "", "host": "", "host_role": ""}
    loose: list[str] = []
    for line in header:
        for name, text in _labelled(line.text):
            text = _take_table(_TIME.sub("", text), facts)
            date, text = cut_date(text)
            facts["date"] = facts["date"] or date or ""
            if _IS_HOST.search(text):
                name, text = "host", _IS_HOST.sub("", text)
            if name == "others":
                continue
            if name == "host":
                _take_host(text, facts)
            elif name in ("place", "event", "host_role"):
                facts[name] = facts[name] or _first_segment(text, loose, keep=name == "host_role")
            else:
                loose += _segments(text)
    _sort_out(loose, facts)
    title = document.facts.get("title", "")
    if _EVENT_WORD.search(title):
        facts["event"] = facts["event"] or title
    for key, value in facts_of_path(document.path).items():
        facts[key] = facts[key] or value
    facts.update(stated_facts(document.facts))
    if facts["event"].isupper():
        facts["event"] = facts["event"].lower()
    facts["event"] = facts["event"][:1].upper() + facts["event"][1:]
    return Meeting(**{key: _unshout(value) for key, value in facts.items()})


def _labelled(text: str) -> list[tuple[str, str]]:
    """Cut a header line at its labels: "Bord nr.: 2   Bordvært: N, Jobcentret" has two fields."""
    fields = []
    name, start = "", 0
    for match in _LABEL.finditer(text):
        fields.append((name, text[start : match.start()]))
        name, start = match.lastgroup or "", match.end()
    fields.append((name, text[start:]))
    return [(name, text) for name, text in fields if text.strip(_TRIM)]


def _take_table(text: str, facts: dict[str, str]) -> str:
    for pattern in (_NAMED_TABLE, _TABLE):
        for match in pattern.finditer(text):
            number = parse_number(match["table"])
            if number is None:
                continue
            facts["table"] = facts["table"] or str(number)
            before, after = text[: match.start()], text[match.end() :]
            return re.sub(r"\bfra\s*$", "", before) + " – " + after
    return text


def _take_host(text: str, facts: dict[str, str]) -> None:
    match = re.match(r"\s*([^,(]+?)\s*(?:[,(]\s*([^)]*)\)?)?\s*$", text.strip(_TRIM))
    if match:
        facts["host"] = facts["host"] or match[1].strip(_TRIM)
        facts["host_role"] = facts["host_role"] or (match[2] or "").strip(_TRIM)


def _segments(text: str) -> list[str]:
    parts = (part.strip(_TRIM) for part in _SEPARATOR.split(_LEAD_IN.sub("", text.strip())))
    return [_unquote(part) for part in parts if re.search(r"[^\W\d_]{2}", part)]


def _unquote(text: str) -> str:
    return _QUOTED.sub(r"\1", text)


def _first_segment(text: str, loose: list[str], keep: bool) -> str:
    if keep:
        return text.strip(_TRIM)
    parts = _segments(text)
    loose += parts[1:]
    return parts[0] if parts else ""


def _sort_out(loose: list[str], facts: dict[str, str]) -> None:
    """Give unlabelled parts of the header to event and place, by their words, then by order."""
    rest = []
    for part in loose:
        if _EVENT_WORD.search(part):
            inside = re.search(r"\s+i\s+(.+)$", part)
            if inside and _PLACE_WORD.search(inside[1]):
                facts["place"] = facts["place"] or inside[1]
                part = part[: inside.start()]
            facts["event"] = f"{facts['event']} – {part}" if facts["event"] else part
        elif _MUNICIPALITY.fullmatch(part):
            continue
        elif _PLACE_WORD.search(part) and not facts["place"]:
            facts["place"] = part
        else:
            rest.append(part)
    for part in rest:
        for name in ("event", "place"):
            if not facts[name]:
                facts[name] = part
                break


def _unshout(text: str) -> str:
    """Give a line in capitals ordinary Danish case; short capitals are taken for abbreviations."""
    text = re.sub(r"\s+", " ", text).strip()
    if not text.isupper():
        return text
    words = re.split(r"([\s/-]+)", text)
    return "".join(_unshout_word(word, first=index == 0) for index, word in enumerate(words))


def _unshout_word(word: str, first: bool) -> str:
    if word.lower() in _SMALL_WORDS and not first:
        return word.lower()
    if len(word) < _MAX_ABBREVIATION and word.isalpha() and not _PLACE_WORD.fullmatch(word):
        return word
    return word.capitalize()

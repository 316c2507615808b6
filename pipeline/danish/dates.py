"""Dates and small numbers as Danes write them in the head of a summary."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTH_NAMES = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)
_MONTH = (
    r"(?P<month>jan(?:uar)?|febr?(?:uar)?|marts?|apr(?:il)?|maj|juni?|juli?"
    r"|aug(?:ust)?|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![^\W\d_])\.?"
)
_WEEKDAY = r"(?:man|tirs|ons|tors|fre|lør|søn)(?:dag)?"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
# "12. juni 19" is more likely the hour than the year; 25 and up can be no hour.
_YEAR_AFTER_MONTH = rf"(?:[\s,.\-/]*{_YEAR}(?!\d)|\s*['’-]?(?P<short>2[5-9]|[3-6]\d)(?![\d.:]))?"
# Below 15 a third number is more likely a section ("1.2.10") than a year.
_SHORT_YEAR = r"(?P<short>1[5-9]|[2-6]\d)"
_ALONE_BEFORE = r"(?<![\w.,/:-])"
_ALONE_AFTER = r"(?![\w]|[./:,-]\d)"

_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # 2025-09-23
        rf"{_ALONE_BEFORE}{_YEAR}(?P<sep>[-./])(?P<number>\d{{1,2}})(?P=sep){_DAY}"
        rf"(?=T\d|(?![\w]|[./:,-]\d))",
        # 23.09.2025, 01-10-2025, 23/9-2025, 23. 9. 2025
        rf"{_ALONE_BEFORE}{_DAY}\s?[./-]\s?(?P<number>\d{{1,2}})\s?[./-]\s?{_YEAR}{_ALONE_AFTER}",
        # 25/9 2025
        rf"{_ALONE_BEFORE}{_DAY}\s?[./]\s?(?P<number>\d{{1,2}})\.?,?\s+{_YEAR}{_ALONE_AFTER}",
        # 1.10.25, 01-10-25, 23/9-25. Not "9-12.30" or "9.10-12", which are hours.
        rf"{_ALONE_BEFORE}{_DAY}(?:(?P<same>[.-])(?P<number>\d{{1,2}})(?P=same)|/(?P<number2>\d{{1,2}})"
        rf"[/.-]){_SHORT_YEAR}{_ALONE_AFTER}",
        # 25/9 '25
        rf"{_ALONE_BEFORE}{_DAY}[./](?P<number>\d{{1,2}})\.?\s*['’]{_SHORT_YEAR}{_ALONE_AFTER}",
        # 12. JUNI 2025, den 23.-24. september, 3. og 4. maj
        rf"{_ALONE_BEFORE}{_DAY}\.?(?:\s*(?:[-–+&]|og|til)\s*\d{{1,2}}\.?)?\s*{_MONTH}{_YEAR_AFTER_MONTH}",
        # mandag d. 6/10, den 6.10., dato: 6/10, mandag 6/10
        rf"\b(?:d\.|den|dato:?)\s*{_DAY}[./](?P<number>\d{{1,2}})\.?{_ALONE_AFTER}",
        rf"\b{_WEEKDAY}\.?,?\s+{_DAY}/(?P<number>\d{{1,2}}){_ALONE_AFTER}",
        # 25/9 KL. 19
        rf"{_ALONE_BEFORE}{_DAY}/(?P<number>\d{{1,2}})(?=,?\s+(?:kl\b|fra\s+kl\b))",
        # "Brændkær, 6/10" at the edge of a line; not "3/4 af borgerne" or "åben 24/7"
        rf"(?:^|[,;:·–—(|])\s*(?!24/7\b){_DAY}/(?P<number>\d{{1,2}})(?=\s*(?:$|[,;·–—)|]))",
    )
)

_WORD = re.compile(r"\S+")
_CLOCK = re.compile(r"\bkl(?:\.|okken)?\s*$", re.IGNORECASE)
_ORDINALS = _WORD.findall(
    "første anden tredje fjerde femte sjette syvende ottende niende tiende ellevte tolvte "
    "trettende fjortende femtende sekstende syttende attende nittende tyvende enogtyvende "
    "toogtyvende treogtyvende fireogtyvende femogtyvende seksogtyvende syvogtyvende "
    "otteogtyvende niogtyvende tredivte enogtredivte"
)
_ORDINAL_DATE = re.compile(
    rf"\b(?P<ordinal>{'|'.join(_ORDINALS)})\s+{_MONTH}{_YEAR_AFTER_MONTH}", re.IGNORECASE
)

_UNITS = _WORD.findall(
    "nul en to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten "
    "seksten sytten atten nitten"
)
_TENS = {
    "tyve": 20,
    "tredive": 30,
    "fyrre": 40,
    "halvtreds": 50,
    "tres": 60,
    "halvfjerds": 70,
    "firs": 80,
    "halvfems": 90,
}
_ROMAN = re.compile(r"(?=[XVI])(X{0,3})(IX|IV|V?I{0,3})")


_FIRST = frozenset(("ordinal", "day", "year"))
_LEAD_UP = re.compile(rf"(?:\b{_WEEKDAY}\.?,?\s*)?(?:(?:\bden|\bd\.|\bdato:?)\s*)?$", re.IGNORECASE)


def parse_date(text: str) -> str | None:
    """Find the first date in a line.

    Parameters
    ----------
    text : str
        A line such as ``"Brændkær, tirsdag d. 23/9-25 kl. 19"``.

    Returns
    -------
    str or None
        ``"2025-09-23"``; ``"--09-23"`` (ISO 8601:2000, section 5.2.1.3) when
        the line gives no year; None when it holds no date. Hours, table
        numbers, amounts, fractions, postcodes and telephone numbers are not
        taken for dates.
    """
    text = unicodedata.normalize("NFC", text)
    return min(_dates(text), key=lambda found: found[0], default=(0, None))[1]


def cut_date(text: str) -> tuple[str | None, str]:
    """Find the first date in a line, and what the line says besides it.

    Returns
    -------
    date, rest
        The date as `parse_date` gives it, and the line without it and without the words that only
        lead up to it ("tirsdag den", "d.").
    """
    text = unicodedata.normalize("NFC", text)
    (start, end), iso = min(_dates(text), key=lambda found: found[0], default=((0, 0), None))
    if iso is None:
        return None, text
    return iso, _LEAD_UP.sub("", text[:start]) + text[-end:]


def format_date(iso: str) -> str:
    """Write a date of `parse_date` as Danes do: "12. juni 2025", "16. juni"; else as it stands."""
    match = re.fullmatch(r"(\d{4}|-)-(\d\d)-(\d\d)", iso)
    if not match:
        return iso
    year = "" if match[1] == "-" else f" {match[1]}"
    return f"{int(match[3])}. {_MONTH_NAMES[int(match[2]) - 1]}{year}"


def _dates(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield every reading with its place: the date that starts first, then the longest."""
    for pattern in (*_PATTERNS, _ORDINAL_DATE):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            start = min(match.start(name) for name in _FIRST & groups.keys() if groups[name])
            if _CLOCK.search(text[:start]):
                continue
            if iso := _iso(groups):
                yield (start, -match.end()), iso


def _iso(groups: dict[str, str | None]) -> str | None:
    number = groups.get("number") or groups.get("number2")
    month_name = groups.get("month")
    month = _MONTHS.index(month_name[:3].lower()) + 1 if month_name else int(number or 0)
    ordinal = groups.get("ordinal")
    day = _ORDINALS.index(ordinal.lower()) + 1 if ordinal else int(groups.get("day") or 0)
    short = groups.get("short")
    year = groups.get("year") or (f"20{short}" if short else None)
    try:
        # Without a year 29 February must stand, so it is tried in a leap year.
        date(int(year) if year else 2000, month, day)
    except ValueError:
        return None
    return f"{year or '-'}-{month:02}-{day:02}"


def parse_number(text: str) -> int | None:
    """Read a whole number written with digits, in words, or as a Roman numeral.

    Parameters
    ----------
    text : str
        ``"12"``, ``"1.000"``, ``"tre"``, ``"femogtyve"`` or ``"III"``; in
        words from 0 to 99, as a Roman numeral from I to XXXIX in capitals.

    Returns
    -------
    int or None
        None when the text is anything else.
    """
    text = unicodedata.normalize("NFC", text.strip())
    if re.fullmatch(r"[0-9]{1,18}|[0-9]{1,3}(?:\.[0-9]{3}){1,5}", text):
        return int(text.replace(".", ""))
    if match := _ROMAN.fullmatch(text):
        ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX").index(match[2])
        return 10 * len(match[1]) + ones
    word = text.lower()
    if word in ("et", "ét", "én"):
        return 1
    if word in _UNITS:
        return _UNITS.index(word)
    if word in _TENS:
        return _TENS[word]
    unit, _, ten = word.partition("og")
    if unit in _UNITS[1:10] and ten in _TENS:
        return _UNITS.index(unit) + _TENS[ten]
    return None

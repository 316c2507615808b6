"""Why a title is offered, in Danish words for those who choose among titles."""

from __future__ import annotations

from pipeline.records import BY_MODEL, Theme, TitleReason

_SOURCES = {"udsagn": "borgernes egne ord", "fagord": "fagord"}


def in_words(reason: TitleReason) -> str:
    """Say where a title comes from and what bears it out: "fagord · 9 udsagn fra 5 borde"."""
    tables = f"{reason.tables} {'bord' if reason.tables == 1 else 'borde'}"
    borne = f"{reason.bullets} udsagn fra {tables}"
    if reason.source == BY_MODEL:
        return f"foreslået af sprogmodel ud fra {borne}"
    is_pair = bool(reason.traits.get("joined"))
    source = "to emner sat sammen" if is_pair else _SOURCES.get(reason.source, reason.source)
    return f"{source} · {borne}" if reason.bullets else source


def offered(theme: Theme) -> list[tuple[str, str]]:
    """Return the titles that a theme might have instead of its own, each with why it is offered.

    A title that came by a merge may have no reason, which is then empty.
    """
    why = {reason.phrase: in_words(reason) for reason in theme.reasons}
    return [(phrase, why.get(phrase, "")) for phrase in theme.phrases if phrase != theme.title]

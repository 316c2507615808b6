"""What a person can decide and what a run can propose: frozen records, to plain data and back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Literal

from pipeline.records import Doubt, TitleReason

Reason = Literal["not a statement", "personal data", "duplicate", "other"]
REASONS: tuple[Reason, ...] = ("not a statement", "personal data", "duplicate", "other")


@dataclass(frozen=True, slots=True)
class Rename:
    """Give a theme another title."""

    kind: ClassVar[str] = "rename"
    theme: str
    title: str


@dataclass(frozen=True, slots=True)
class Describe:
    """Say in a few sentences what a theme is about."""

    kind: ClassVar[str] = "describe"
    theme: str
    text: str


@dataclass(frozen=True, slots=True)
class Approve:
    """Approve a theme and the themes under it."""

    kind: ClassVar[str] = "approve"
    theme: str


@dataclass(frozen=True, slots=True)
class Reopen:
    """Take an approval back, of a theme and of the themes under it."""

    kind: ClassVar[str] = "reopen"
    theme: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Put the bullets of `themes` into `into`; those in `leave_out` stay where they are.

    A theme that is left without bullets is gone afterwards, unless it is in `keeps`: those that
    held bullets which were withdrawn later.
    """

    kind: ClassVar[str] = "merge"
    themes: tuple[str, ...]
    into: str
    leave_out: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Split:
    """Make a new theme of some of a theme's bullets; an empty title leaves naming it to a run."""

    kind: ClassVar[str] = "split"
    theme: str
    bullets: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Gather:
    """Make a new theme at the top of bullets, from wherever they are; the title as in `Split`."""

    kind: ClassVar[str] = "gather"
    bullets: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Move:
    """Put bullets into a theme, from wherever they are."""

    kind: ClassVar[str] = "move"
    bullets: tuple[str, ...]
    to: str


@dataclass(frozen=True, slots=True)
class Nest:
    """Put a theme under another, or at the top (`under` is None)."""

    kind: ClassVar[str] = "nest"
    theme: str
    under: str | None


@dataclass(frozen=True, slots=True)
class Lock:
    """Close a theme to every change but notes until it is unlocked."""

    kind: ClassVar[str] = "lock"
    theme: str


@dataclass(frozen=True, slots=True)
class Unlock:
    """Open a locked theme again."""

    kind: ClassVar[str] = "unlock"
    theme: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """Take bullets out of all themes for a reason; moving them to a theme brings them back."""

    kind: ClassVar[str] = "set_aside"
    bullets: tuple[str, ...]
    reason: Reason
    duplicate_of: str | None = None


@dataclass(frozen=True, slots=True)
class AddNote:
    """Keep a note on a theme or a bullet."""

    kind: ClassVar[str] = "note"
    on: str
    text: str


@dataclass(frozen=True, slots=True)
class Several:
    """Several decisions that stand and fall together: one entry, taken back in one step."""

    kind: ClassVar[str] = "several"
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Undo:
    """Take an earlier entry back."""

    kind: ClassVar[str] = "undo"
    entry: str


@dataclass(frozen=True, slots=True)
class Redo:
    """Put an entry that was taken back in its old place again."""

    kind: ClassVar[str] = "redo"
    entry: str


@dataclass(frozen=True, slots=True)
class NewTheme:
    """A theme that a run proposes. `bullets` are its own, not those of themes under it."""

    id: str
    title: str
    parent: str | None
    phrases: tuple[str, ...]
    keywords: tuple[str, ...]
    exemplars: tuple[str, ...]
    bullets: tuple[str, ...]
    confidences: tuple[float, ...]
    titled_by: str = ""
    description: str = ""
    reasons: tuple[TitleReason, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A bullet that a run put into a theme that stands."""

    bullet: str
    theme: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A bullet that a run leaves to a person, with the themes it is most like, best first."""

    bullet: str
    candidates: tuple[str, ...]
    confidences: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Doubted:
    """What is the matter with the place that a run found for a bullet.

    `second` is the theme that is as near, where the bullet is between two.
    """

    bullet: str
    doubt: Doubt
    second: str | None = None


@dataclass(frozen=True, slots=True)
class Propose:
    """All that one run changes: it is taken back in one step.

    Attributes
    ----------
    dropped
        Proposed themes that nobody touched and that are formed anew.
    themes
        Proposed themes, new or formed anew; one that is mostly an old one keeps its id.
    placed, uncertain
        Bullets put into themes that stand, and those left to a person.
    doubts
        What is the matter with places in `themes`.
    """

    kind: ClassVar[str] = "propose"
    dropped: tuple[str, ...] = ()
    themes: tuple[NewTheme, ...] = ()
    placed: tuple[Placed, ...] = ()
    uncertain: tuple[Uncertain, ...] = ()
    doubts: tuple[Doubted, ...] = ()


@dataclass(frozen=True, slots=True)
class NewLabel:
    """What a theme is shown by, made for the bullets it holds.

    `title` is empty where the theme keeps the one that it has.
    """

    theme: str
    title: str
    phrases: tuple[str, ...]
    keywords: tuple[str, ...]
    exemplars: tuple[str, ...]
    bullets: tuple[str, ...]
    reasons: tuple[TitleReason, ...] = ()


@dataclass(frozen=True, slots=True)
class Relabel:
    """What themes are shown by, made anew for the bullets they hold now.

    It is nobody's decision and is not taken back; where a theme does not hold those bullets, it
    says nothing.
    """

    kind: ClassVar[str] = "relabel"
    themes: tuple[NewLabel, ...]


@dataclass(frozen=True, slots=True)
class Arrive:
    """What the documents hold now; it is nobody's decision and is not taken back.

    Attributes
    ----------
    bullets
        New bullets, which are in no theme yet.
    gone
        Bullets that their documents no longer hold.
    renewed
        Pairs of a bullet that is gone and the one that stands in its stead, a corrected typo away.
    """

    kind: ClassVar[str] = "arrive"
    bullets: tuple[str, ...]
    gone: tuple[str, ...] = ()
    renewed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Begin:
    """Start anew from no themes: what follows was brought from another machine."""

    kind: ClassVar[str] = "begin"


@dataclass(frozen=True, slots=True)
class Forget:
    """A document was withdrawn; only how many bullets left with it is kept."""

    kind: ClassVar[str] = "forget"
    bullets: int


Decision = (
    Rename
    | Describe
    | Approve
    | Reopen
    | Merge
    | Split
    | Gather
    | Move
    | Nest
    | Lock
    | Unlock
    | SetAside
    | AddNote
    | Several
)
Step = Decision | Arrive | Propose | Relabel | Undo | Redo | Begin | Forget

_KINDS: dict[str, type[Step]] = {
    step.kind: step
    for step in (
        *(Rename, Describe, Approve, Reopen, Merge, Split, Gather, Move, Nest, Lock, Unlock),
        *(SetAside, AddNote, Several, Arrive, Undo, Redo, Propose, Relabel, Begin),
        Forget,
    )
}
_NESTED: dict[tuple[str, str], type[NewTheme | Placed | Uncertain | Doubted | NewLabel]] = {
    (Propose.kind, "themes"): NewTheme,
    (Propose.kind, "placed"): Placed,
    (Propose.kind, "uncertain"): Uncertain,
    (Propose.kind, "doubts"): Doubted,
    (Relabel.kind, "themes"): NewLabel,
}


def to_body(step: Step) -> dict[str, Any]:
    """Return a step as plain data, without its kind: just what comes back from the log."""
    if isinstance(step, Several):
        return {"decisions": [{"kind": part.kind, **to_body(part)} for part in step.decisions]}
    body: dict[str, Any] = json.loads(json.dumps(asdict(step)))
    return body


def from_body(kind: str, body: dict[str, Any]) -> Step:
    """Return the step that `to_body` made plain.

    Raises
    ------
    KeyError, TypeError
        If there is no such kind, or a field is missing or unknown.
    """
    step = _KINDS[kind]
    if step is Several:
        return Several(tuple(_decision(**part) for part in body["decisions"]))
    values: dict[str, Any] = {}
    for name, value in body.items():
        if (kind, name) in _NESTED:
            values[name] = tuple(_NESTED[kind, name](**_tuples(row)) for row in value)
        else:
            values[name] = _tuple(value)
    return step(**values)


def _decision(kind: str, **body: Any) -> Decision:
    step = from_body(kind, body)
    if not isinstance(step, Decision) or isinstance(step, Several):
        raise TypeError(f"{kind} is not one of several decisions")
    return step


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(TitleReason(**part) for part in value) if name == "reasons" else _tuple(value)
        for name, value in row.items()
    }


def _tuple(value: Any) -> Any:
    return tuple(_tuple(part) for part in value) if isinstance(value, list) else value

"""The review: what people decide about themes, logged, replayed, undone, and never lost.

The web page, the Excel sheet and the command line are doors to it; all three use `Review`.
"""

from pipeline.review.decisions import (
    REASONS,
    AddNote,
    Approve,
    Decision,
    Describe,
    Gather,
    Lock,
    Merge,
    Move,
    Nest,
    Rename,
    Reopen,
    SetAside,
    Several,
    Split,
    Unlock,
)
from pipeline.review.session import MACHINE, Review
from pipeline.review.state import State

__all__ = [
    "MACHINE",
    "REASONS",
    "AddNote",
    "Approve",
    "Decision",
    "Describe",
    "Gather",
    "Lock",
    "Merge",
    "Move",
    "Nest",
    "Rename",
    "Reopen",
    "Review",
    "SetAside",
    "Several",
    "Split",
    "State",
    "Unlock",
]

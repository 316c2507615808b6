"""What went wrong, where, and what to do about it.

Every error that a user can cause is a `PipelineError`. Its message is one line that names the file
or the setting and says what to do next; the command line prints it as it stands, without traceback.
"""

from __future__ import annotations

from pathlib import Path


class PipelineError(Exception):
    """Base of all errors that are told to the user instead of raised through the program."""


class InputError(PipelineError):
    """A file or folder that cannot be read as it is: `path` names it, `remedy` says what to do."""

    def __init__(self, path: str, problem: str, remedy: str) -> None:
        self.path = path
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{path}: {problem}. {remedy}.")


class ModelError(PipelineError):
    """A sentence or grammar model that is not there or cannot be loaded."""


class SettingsError(PipelineError):
    """A setting that is unknown, of the wrong type or out of range."""


class StoreError(PipelineError):
    """A review database that cannot be opened or written as it is."""


class DecisionError(PipelineError):
    """A decision that makes no sense on the themes as they are; nothing was changed."""


class UnchangedError(DecisionError):
    """A decision that asks for what is so already; nothing was changed, and nothing is wrong."""


class DraftError(PipelineError):
    """A strategy draft that cannot be made of the themes as they are."""


class ConflictError(DecisionError):
    """A decision on something that has changed since the person saw it; nothing was changed.

    Attributes
    ----------
    changed
        Ids of the themes and bullets that are no longer as they were seen.
    """

    def __init__(self, message: str, changed: tuple[str, ...]) -> None:
        self.changed = changed
        super().__init__(message)


def model_not_loaded(name: str, folder: Path, error: Exception) -> ModelError:
    """Say which model cannot be loaded, from where, why, and what to do."""
    reason = str(error).strip().partition("\n")[0]
    return ModelError(
        f"Model {name!r} in {folder} cannot be loaded ({reason}). "
        "Check that the whole folder was copied."
    )

"""What went wrong, where, and what to do about it.

Every error that a user can cause is a `PipelineError`. Its message is one line that names the file
or the setting and says what to do next; the command line prints it as it stands, without traceback.
"""

from __future__ import annotations


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

"""Errors say where, what, and what to do."""

import pytest

from pipeline.errors import InputError, ModelError, PipelineError, SettingsError


def test_an_input_error_is_one_line_with_file_problem_and_remedy() -> None:
    error = InputError("bord1.txt", "is empty", "Check that the right file was saved")
    assert str(error) == "bord1.txt: is empty. Check that the right file was saved."
    assert (error.path, error.problem, error.remedy) == (
        "bord1.txt",
        "is empty",
        "Check that the right file was saved",
    )


@pytest.mark.parametrize("kind", [InputError, ModelError, SettingsError])
def test_every_error_of_the_user_is_caught_as_one(kind: type[Exception]) -> None:
    assert issubclass(kind, PipelineError)
    assert not issubclass(PipelineError, OSError)

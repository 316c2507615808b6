"""Settings: defaults in code, overridden in a TOML file, then on the command line."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from pipeline.errors import SettingsError

_DATABASE = "temaer.db"
PROJECT_MODELS = Path(__file__).resolve().parent.parent / "models"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run can be told.

    Attributes
    ----------
    model
        Folder of a saved sentence-transformers model, a name below `models/`, or a hub name.
    grammar
        Grammar model: folder, name below `models/`, or an installed package (`da_core_news_sm`).
    titles_by
        Address of a language model that speaks OpenAI's protocol; "" for none.
    titles_model
        Its name; the first that the server lists if empty.
    allow_external
        Whether `titles_by` may lie outside this machine and its private network.
    themes
        Number of themes wanted; 0 lets the program find it.
    granularity
        Factor on the number of themes that the program finds; 2 asks for twice as many.
    title_weights
        File with what makes a good title, as `temaer learn` writes it; "" for the program's own.
    seed
        Seed of every random choice.
    review
        Folder of the review database. Empty for the one that belongs to the results: `review`
        beside `build`, and `NAME-review` beside results in any other folder NAME, so that two
        sets of results never share a review unless they are told to.
    """

    model: str = "da-saetning"
    grammar: str = "da-grammar"
    titles_by: str = ""
    titles_model: str = ""
    allow_external: bool = False
    themes: int = 0
    granularity: float = 1.0
    seed: int = 0
    review: str = ""
    title_weights: str = ""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            wanted = type(field.default)
            if wanted is float and isinstance(value, int) and not isinstance(value, bool):
                continue
            if not isinstance(value, wanted) or isinstance(value, bool) is not (wanted is bool):
                raise SettingsError(
                    f"Setting {field.name} is {value!r}, expected {wanted.__name__}."
                )
        if self.themes < 0:
            raise SettingsError(f"Setting themes is {self.themes}, expected 0 (find it) or more.")
        if not 0.1 <= self.granularity <= 10:
            raise SettingsError(
                f"Setting granularity is {self.granularity}, expected a number from 0.1 to 10."
            )


def review_database(settings: Settings, out: Path) -> Path:
    """Where the review of the results in `out` lies; never inside `out`, which may be deleted."""
    if settings.review:
        return Path(settings.review) / _DATABASE
    out = out.resolve()
    name = "review" if out.name == "build" else f"{out.name}-review"
    return out.parent / name / _DATABASE


def load_settings(path: Path | None, overrides: Mapping[str, Any]) -> Settings:
    """Settings from a TOML file (or `[tool.pipeline]` of ./pyproject.toml) and overrides.

    Overrides whose value is None were not given and leave the setting as it is.

    Raises
    ------
    SettingsError
        If the file cannot be read, or a setting is unknown, of the wrong type or out of range.
    """
    stated = _read_toml(path) if path is not None else _project_table()
    known = {field.name for field in fields(Settings)}
    unknown = sorted(set(stated) - known)
    if unknown:
        raise SettingsError(
            f"{path or 'pyproject.toml'}: unknown setting {unknown[0]!r}. "
            f"Known are {', '.join(sorted(known))}."
        )
    given = {key: value for key, value in overrides.items() if value is not None}
    return replace(Settings(), **{**stated, **given})


def _project_table() -> dict[str, Any]:
    project = Path("pyproject.toml")
    if not project.is_file():
        return {}
    table: dict[str, Any] = _read_toml(project).get("tool", {}).get("pipeline", {})
    return table


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError as error:
        raise SettingsError(f"{path}: there is no such settings file.") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: is not a readable TOML file ({error}).") from error

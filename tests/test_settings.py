"""Settings from code, file and command line."""

import pytest

from pipeline.errors import SettingsError
from pipeline.settings import Settings, load_settings


def test_a_file_overrides_defaults_and_the_command_line_overrides_the_file(tmp_path) -> None:
    file = tmp_path / "my.toml"
    file.write_text('model = "anden"\nthemes = 7\ngranularity = 2\n')
    settings = load_settings(file, {"themes": 5, "model": None})
    assert (settings.model, settings.themes, settings.granularity) == ("anden", 5, 2)
    assert settings.seed == Settings().seed


def test_without_a_file_the_project_table_counts(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings(None, {}) == Settings()
    (tmp_path / "pyproject.toml").write_text("[tool.pipeline]\nthemes = 9\n[tool.other]\nx = 1\n")
    assert load_settings(None, {}).themes == 9


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("themas = 3", r"my\.toml.*unknown setting 'themas'.*Known are .*themes"),
        ("themes = ", r"my\.toml.*not a readable TOML file"),
        ("themes = '3'", r"themes is '3', expected int"),
        ("themes = true", r"themes is True, expected int"),
        ("themes = -1", r"themes is -1, expected 0"),
        ("granularity = 0", r"granularity is 0, expected"),
        ("granularity = nan", r"granularity is nan, expected"),
        ("model = 3", r"model is 3, expected str"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path, content: str, words: str) -> None:
    file = tmp_path / "my.toml"
    file.write_text(content)
    with pytest.raises(SettingsError, match=words) as caught:
        load_settings(file, {})
    assert "\n" not in str(caught.value)


def test_a_settings_file_that_is_not_there_or_not_text(tmp_path) -> None:
    with pytest.raises(SettingsError, match=r"mangler\.toml.*no such"):
        load_settings(tmp_path / "mangler.toml", {})
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match=r"binary\.toml.*not a readable"):
        load_settings(tmp_path / "binary.toml", {})
    with pytest.raises(SettingsError, match="not a readable"):
        load_settings(tmp_path, {})

"""The README and `make help` say what is there, and what is there is said."""

import re
import shlex
from pathlib import Path

import pytest

from pipeline.cli import build_parser

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = dict(re.findall(r"^([a-z][a-z-]*):(?:[^#\n]*)## (.+)$", MAKEFILE, re.M))


def commands() -> list[str]:
    blocks = re.findall(r"```console\n(.*?)```", README, re.S)
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]


def test_every_phony_target_has_a_line_of_help() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.M)
    assert phony and set(phony[1].split()) == set(TARGETS)


def test_readme_names_only_targets_that_exist() -> None:
    named = set(re.findall(r"\bmake ([a-z][a-z-]+)", README))
    assert named and named <= set(TARGETS)


def test_readme_shows_both_main_commands() -> None:
    assert {"make clusters", "make test"} <= set(commands())


@pytest.mark.parametrize("command", [c for c in commands() if c.split()[0] in ("temaer", "python")])
def test_readme_commands_are_understood(command: str) -> None:
    words = shlex.split(command)
    parsed = build_parser().parse_args(words[1:] if words[0] == "temaer" else words[3:])
    assert callable(parsed.command)


def test_every_command_is_in_the_readme() -> None:
    actions = [a for a in build_parser()._actions if hasattr(a, "choices") and a.choices]
    names = {name for action in actions for name in action.choices}
    assert names
    for name in names:
        assert f"temaer {name}" in README, name


def test_files_named_in_the_readme_exist() -> None:
    for name in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / name).exists(), name

"""Dependencies point one way, steps never import each other, and cheap commands stay cheap."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PIPELINE = Path(__file__).parent.parent / "pipeline"

# Each room with the rooms it may import from; a name stands for a module or a whole package.
MAY_IMPORT: dict[str, set[str]] = {
    "records": set(),
    "errors": set(),
    "settings": {"errors"},
    "danish": {"errors"},
    "remarks": {"records", "errors"},
    "read": {"records", "errors", "danish", "remarks"},
    "parse": {"records", "errors", "danish"},
    "privacy": {"records", "errors", "danish"},
    "embed": {"records", "errors", "settings", "onnx_model", "torch_model"},
    "onnx_model": {"errors"},
    "torch_model": {"errors"},
    "cluster": {"records", "errors"},
    "grammar": {"records", "errors", "settings", "danish"},
    "reasons": {"records"},
    "label": {"records", "errors", "danish"},
    "suggest": {"records", "errors", "danish", "remarks"},
    "evaluate": {"records", "errors"},
    "metrics": set(),
    "write": {"records", "errors", "danish", "reasons", "remarks"},
    "store": {"records", "errors"},
    "review": {"records", "errors", "danish", "store"},
    "manifest": {"records", "errors", "settings", "write"},
    "place": {"records", "errors"},
    "forming": {
        *("records", "errors", "settings", "danish", "embed", "grammar", "cluster", "label"),
        *("suggest", "review"),
    },
    "grow": {"records", "errors", "review", "place", "write"},
    "search": {"records", "danish"},
    "relabel": {"records", "embed", "grammar", "label", "review"},
    "advice": {
        *("records", "settings", "embed", "grammar", "cluster", "search", "relabel", "review"),
    },
    "sheet": {"records", "errors", "review", "write", "reasons"},
    "commands": {
        *("records", "errors", "settings", "review", "flow", "sheet", "advice", "web"),
        *("draft", "drafting", "label"),
    },
    "web": {
        *("records", "errors", "settings", "danish", "review", "flow", "sheet", "advice", "draft"),
        "reasons",
    },
    "draft": {"records", "errors", "danish", "review", "write"},
    "drafting": {"records", "embed", "review", "draft", "write"},
}
ALL = {*MAY_IMPORT, "flow", "cli", "__init__", "__main__"}
MAY_IMPORT |= {
    "flow": ALL - {"cli", "__main__"},
    "cli": ALL - {"__main__"},
    "__main__": {"cli"},
    "__init__": set(),
}
HEAVY = {
    *("torch", "transformers", "sentence_transformers", "onnxruntime", "tokenizers"),
    *("spacy", "sklearn", "scipy", "matplotlib"),
}


def room_of(path: Path) -> str:
    return path.relative_to(PIPELINE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            parts = node.module.split(".")
            names = (
                [node.module] if len(parts) > 1 else [f"{parts[0]}.{a.name}" for a in node.names]
            )
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        rooms |= {name.split(".")[1] for name in names if name.startswith("pipeline.")}
    return {room for room in rooms if not room.startswith("__")}


@pytest.mark.parametrize("path", sorted(PIPELINE.rglob("*.py")), ids=lambda p: str(p.name))
def test_imports_point_one_way(path: Path) -> None:
    room = room_of(path)
    assert room in MAY_IMPORT, f"{room} is a new room: say here what it may import"
    assert imported_rooms(path) - {room} <= MAY_IMPORT[room]


@pytest.mark.parametrize(
    "module",
    [
        "pipeline.cli",
        "pipeline.flow",
        "pipeline.parse",
        "pipeline.read",
        "pipeline.danish",
        "pipeline.review",
        "pipeline.advice",
    ],
)
def test_importing_a_module_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*sorted(set(sys.modules) & {HEAVY!r}))"
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=PIPELINE.parent,
    )
    assert result.stdout.strip() == ""


def test_a_run_with_the_shipped_models_loads_no_torch(tmp_path: Path) -> None:
    folder = tmp_path / "ind"
    folder.mkdir()
    lines = ["Idéer:", *(f"- Bussen kører for sjældent til {n}. klasse" for n in range(1, 6))]
    (folder / "bord.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    code = (
        "import sys; from pipeline.cli import main;"
        f"status = main(['clusters', {str(folder)!r}, '--out', {str(tmp_path / 'build')!r}]);"
        "heavy = {'torch', 'transformers', 'sentence_transformers'};"
        "print(status, *sorted(heavy & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=PIPELINE.parent,
    )
    assert result.stdout.splitlines()[-1] == "0"
    assert "Bussen" in (tmp_path / "build" / "themes.md").read_text(encoding="utf-8")

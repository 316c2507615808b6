"""Words of a text with their part of speech and lemma, from a Danish spaCy pipeline, remembered."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import ModelError
from pipeline.records import Token
from pipeline.settings import PROJECT_MODELS

if TYPE_CHECKING:
    from spacy.language import Language

Progress = Callable[[int, int], None]

_KEY_BYTES = 16
_BATCH = 256
_RULES = Path(__file__).parent / "danish"
_LETTER = re.compile(r"[^\W\d_]")


class GrammarModel:
    """A Danish spaCy pipeline, loaded when first needed.

    Parameters
    ----------
    model
        Folder of a saved pipeline, name of a folder below `models/`, or name of an installed
        package such as `da_core_news_sm`. It must set part of speech and lemma.
    """

    def __init__(self, model: str) -> None:
        self.model = model

    @cached_property
    def source(self) -> Path | str:
        """Folder of the model, or name of the package that holds it.

        Raises
        ------
        ModelError
            If there is neither.
        """
        for candidate in (Path(self.model), PROJECT_MODELS / self.model):
            if (candidate / "config.cfg").is_file():
                return candidate
        if re.fullmatch(r"[a-z]\w+", self.model) and self._version is not None:
            return self.model
        raise ModelError(
            f"Grammar model {self.model!r} is not there: no such folder, none below "
            f"{PROJECT_MODELS}, and no installed package. Make it with: make grammar-model, or set "
            "grammar to an installed one such as da_core_news_sm."
        )

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the model and of the rules that correct it: equal ones give equal tokens."""
        digest = hashlib.blake2b(digest_size=_KEY_BYTES)
        roots = [_RULES]
        if isinstance(self.source, Path):
            roots.append(self.source)
        else:
            digest.update(f"{self.source} {self._version}".encode())
        for root in roots:
            for path in sorted(root.rglob("*")):
                if path.is_file() and path.suffix not in (".md", ".pyc"):
                    digest.update(path.relative_to(root).as_posix().encode())
                    digest.update(path.read_bytes())
        return digest.hexdigest()

    @cached_property
    def _version(self) -> str | None:
        try:
            return version(self.model)
        except PackageNotFoundError:
            return None

    @cached_property
    def _pipeline(self) -> Language:
        try:
            with nullcontext() if self._needs_torch else _torch_hidden():
                from pipeline.danish.grammar import load_grammar

                return load_grammar(self.source)
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(
                f"Grammar model {self.model!r} cannot be loaded ({error}). "
                "Check that the whole folder was copied."
            ) from error

    @property
    def _needs_torch(self) -> bool:
        """Whether the pipeline may hold a network of torch's; an installed package always may."""
        if not isinstance(self.source, Path):
            return True
        config = (self.source / "config.cfg").read_text(encoding="utf-8").lower()
        return "torch" in config or "transformer" in config

    def tag(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> list[tuple[Token, ...]]:
        """Tag texts in one pass, in the order given.

        Raises
        ------
        ModelError
            If the model is not there or cannot be loaded.
        """
        found = []
        for doc in self._pipeline.pipe(texts, batch_size=_BATCH):
            found.append(
                tuple(
                    Token(
                        token.text,
                        # A dash that stands for a pause is often taken for a noun.
                        token.pos_ if _LETTER.search(token.text) else "PUNCT",
                        token.lemma_.lower(),
                    )
                    for token in doc
                    if not token.is_space
                )
            )
            if progress and (len(found) % _BATCH == 0 or len(found) == len(texts)):
                progress(len(found), len(texts))
        return found


@contextmanager
def _torch_hidden() -> Iterator[None]:
    """Keep spaCy from importing torch, which it does wherever it is installed.

    With the shipped models that would be a third of the time of a first run, for nothing.
    """
    if "torch" in sys.modules:
        yield
        return
    # With None there, an import says that there is no such module.
    sys.modules["torch"] = None  # type: ignore[assignment]  # documented, but not in the types
    try:
        yield
    finally:
        del sys.modules["torch"]


class CachedTagger:
    """A tagger that remembers, so that a text is tagged once for each model."""

    def __init__(self, model: GrammarModel, folder: Path) -> None:
        self._model = model
        self._path = folder / f"grammar-{model.fingerprint}.json"
        self._known = self._load()

    @property
    def fingerprint(self) -> str:
        """The model's fingerprint."""
        return self._model.fingerprint

    def tag(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> list[tuple[Token, ...]]:
        """Return the tokens of each text; only new texts reach the model."""
        keys = [_key(text) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if new:
            tagged = self._model.tag(list(new.values()), progress)
            self._known.update(zip(new, tagged, strict=True))
            self._save()
        return [self._known[key] for key in keys]

    def _load(self) -> dict[str, tuple[Token, ...]]:
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
            return {key: tuple(Token(*token) for token in tokens) for key, tokens in stored.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            # Absent or damaged: the cache is only a memory, the model still knows.
            return {}

    def _save(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._path.with_suffix(".tmp")
        text = json.dumps(self._known, ensure_ascii=False, separators=(",", ":"))
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(self._path)


def _key(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=_KEY_BYTES).hexdigest()

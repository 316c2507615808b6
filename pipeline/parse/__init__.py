"""Lines to a meeting and its bullets, every line accounted for."""

from pipeline.parse.document import parse

__all__ = ["parse"]

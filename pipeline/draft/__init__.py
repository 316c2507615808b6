"""The strategy draft: from the reviewed theme set to what the strategy editor works on."""

from pipeline.draft.content import Draft, Options
from pipeline.draft.making import make_content

__all__ = ["Draft", "Options", "make_content"]

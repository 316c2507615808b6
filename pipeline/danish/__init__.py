"""What the rest of the program needs to know about Danish, as pure functions.

Nothing heavy is imported here: word lists are read the first time a function
asks for them.
"""

from pipeline.danish.compounds import split_compound
from pipeline.danish.content import has_content
from pipeline.danish.dates import cut_date, format_date, parse_date, parse_number
from pipeline.danish.order import fold, sort_key
from pipeline.danish.stop_words import STOP_WORDS
from pipeline.danish.words import content_lemmas, find_tokens, lemma, tokens

__all__ = [
    "STOP_WORDS",
    "content_lemmas",
    "cut_date",
    "find_tokens",
    "fold",
    "format_date",
    "has_content",
    "lemma",
    "parse_date",
    "parse_number",
    "sort_key",
    "split_compound",
    "tokens",
]

"""What the rest of the program needs to know about Danish, as pure functions.

Nothing heavy is imported here: word lists are read the first time a function
asks for them.
"""

from pipeline.danish.dates import cut_date, format_date, parse_date, parse_number
from pipeline.danish.order import sort_key
from pipeline.danish.words import STOP_WORDS, content_lemmas, lemma, tokens

__all__ = [
    "STOP_WORDS",
    "content_lemmas",
    "cut_date",
    "format_date",
    "lemma",
    "parse_date",
    "parse_number",
    "sort_key",
    "tokens",
]

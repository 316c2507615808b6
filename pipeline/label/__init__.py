"""Titles, phrases, keywords and exemplars of themes, all taken from the bullets themselves."""

from pipeline.label.door import Label, Reading, Theme, label, read_bullets
from pipeline.label.exemplars import choose_exemplars
from pipeline.label.keywords import class_tfidf
from pipeline.label.preference import learn, read_weights, to_toml
from pipeline.label.rank import WEIGHTS, weights_of
from pipeline.label.words import order_in_words

__all__ = [
    "WEIGHTS",
    "Label",
    "Reading",
    "Theme",
    "choose_exemplars",
    "class_tfidf",
    "label",
    "learn",
    "order_in_words",
    "read_bullets",
    "read_weights",
    "to_toml",
    "weights_of",
]

"""The traits of a title in words, for those who read the order of preference."""

from __future__ import annotations

from pipeline.label.preference import Weights

TRAITS = {
    "central": "is near to what the theme's bullets mean",
    "contrast": "is nearer to this theme than to its neighbours",
    "spoken": "names a topic that many of the bullets speak of",
    "leading": "names the topic that most bullets speak of",
    "broad": "names a whole field, for a theme of many bullets",
    "too_broad": "names several fields at once, for a theme of few bullets",
    "term": "is a term of the vocabulary that no citizen used",
    "woven": "is built into many different words of the bullets",
    "distinctive": "holds words that set the theme apart",
    "common": "is made of common words",
    "long_word": "has a long word",
    "abstract": "is abstract, as in -hed, -ning, -skab",
    "touched": "shares a word with many bullets",
    "shared": "stands whole in many bullets",
    "tables": "comes from many tables",
    "joined": "puts two topics together, for a small theme",
    "apart": "puts two topics together that are far apart",
    "pair": "is a pair that citizens used (børn og unge)",
    "attached": "has a prepositional phrase (busser om aftenen)",
    "genitive": "has a genitive (børns trivsel)",
    "verbal": "is something to do (styrke samarbejdet)",
    "judging": "begins with a word that judges or counts",
    "vague": "holds a vague word",
}


def order_in_words(weights: Weights, before: Weights) -> list[str]:
    """Return a line for each trait, the strongest first, with how far it moved.

    Parameters
    ----------
    weights, before
        Weight of each trait now, and as it was.
    """
    lines = []
    for name, weight in sorted(weights.items(), key=lambda item: (-abs(item[1]), item[0])):
        moved = round(weight - before.get(name, 0.0), 4)
        change = f", {moved:+g}" if moved else ""
        counts = "for" if weight > 0 else "against"
        lines.append(f"{weight:+8.2f}  {counts} a title that {TRAITS[name]} ({name}{change})")
    return lines

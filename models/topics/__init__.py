"""Recipe of the vocabulary of municipal topics in ``pipeline/label/topics.tsv``."""

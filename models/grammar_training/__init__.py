"""Recipe of the Danish grammar model in ``models/da-grammar``."""

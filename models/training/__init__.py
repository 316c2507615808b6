"""The recipe behind the Danish sentence model: text files in, a saved model out."""

"""A theme set to files: for programs (`themes.json`), for people (`themes.md`), and reports."""

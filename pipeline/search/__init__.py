"""Search over bullets that knows Danish: inflection, compounds, spelling, and facts of meetings."""

from pipeline.search.index import Answer, Hit, SearchIndex

__all__ = ["Answer", "Hit", "SearchIndex"]

"""From Danish table summaries to a reviewed set of themes."""

__version__ = "0.1.0"

"""The report: the draft as one HTML file that needs no network and no other file."""

from pipeline.draft.report.page import NAME, to_html, write_report

__all__ = ["NAME", "to_html", "write_report"]

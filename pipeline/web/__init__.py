"""The review as a web page on this machine: one of its three doors, in Danish, for people."""

from pipeline.web.app import create_app
from pipeline.web.desk import Desk

__all__ = ["Desk", "create_app"]

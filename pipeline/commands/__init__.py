"""The review on the command line: one of its three doors."""

from pipeline.commands.parser import add_commands

__all__ = ["add_commands"]

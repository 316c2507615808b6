"""Files to lines: one reader for each format, and folders of them."""

from pipeline.read.files import SUFFIXES, find_files, read_file
from pipeline.read.folder import Reading, read_folder

__all__ = ["SUFFIXES", "Reading", "find_files", "read_file", "read_folder"]

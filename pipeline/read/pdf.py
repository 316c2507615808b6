"""PDF files: asks the worker for their words and puts them together to lines."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

from pipeline.read.archive import damaged, locked
from pipeline.read.content import Content, with_title
from pipeline.read.pdf_columns import printed_lines
from pipeline.read.pdf_furniture import mark_furniture
from pipeline.read.pdf_paragraphs import join_paragraphs
from pipeline.read.pdf_worker import MAX_PAGES, End, Page, Refusal
from pipeline.records import Remark
from pipeline.remarks import UnreadableError

_SECONDS = 15.0
"""Until a file's pages are counted, and for a file of one page."""
_SECONDS_A_PAGE = 1.0


def read(data: bytes, name: str) -> Content:
    """Lines of a PDF file, in reading order.

    Raises
    ------
    InputError
        If the file is damaged, locked, has no text (a scan) or more than 1,000 pages, or if it
        takes the time or memory that no summary needs.
    """
    pages: list[Page] = []
    facts: dict[str, str] = {}
    for message in _worker.ask(data, name):
        if isinstance(message, Refusal):
            raise _error(message.reason, name)
        if isinstance(message, End):
            facts = message.facts
        elif isinstance(message, Page):
            pages.append(message)
    if not pages:
        raise damaged(name)
    empty = [number for number, page in enumerate(pages, 1) if not page.words]
    if len(empty) == len(pages):
        raise UnreadableError(name, "scan")
    notes = []
    if scanned := [str(number) for number in empty if pages[number - 1].images]:
        notes.append(Remark("scanned pages", {"pages": ", ".join(scanned)}))
    lines = join_paragraphs(mark_furniture(printed_lines(pages), pages))
    return Content(with_title(list(lines)), facts, tuple(notes))


class _Worker:
    """The process that reads PDF files, started when the first is read and kept for the next."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def ask(self, data: bytes, name: str) -> Iterator[Any]:
        """Messages about one file until its end; the process is ended if they take too long.

        Raises
        ------
        InputError
            If the worker was ended, or ended by itself for want of memory.
        """
        with self._lock:
            process = self._running()
            assert process.stdin is not None and process.stdout is not None
            timer = _deadline(process, _SECONDS)
            message: Any = None
            try:
                process.stdin.write(len(data).to_bytes(8, "big") + data)
                process.stdin.flush()
                while not isinstance(message, End | Refusal):
                    message = pickle.load(process.stdout)
                    if isinstance(message, int):
                        timer.cancel()
                        timer = _deadline(process, _SECONDS + _SECONDS_A_PAGE * message)
                    yield message
            except (EOFError, OSError, pickle.UnpicklingError) as error:
                raise _error("size", name) from error
            finally:
                timer.cancel()
                # Also after it refused a file for its size: memory once used is seldom given back.
                if not isinstance(message, End | Refusal) or message == Refusal("size"):
                    process.kill()
                    process.wait()
                    self._process = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-c", "from pipeline.read.pdf_worker import main; main()"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        return self._process


_worker = _Worker()


def _deadline(process: subprocess.Popen[bytes], seconds: float) -> threading.Timer:
    timer = threading.Timer(seconds, process.kill)
    timer.daemon = True
    timer.start()
    return timer


def _error(reason: str, name: str) -> UnreadableError:
    if reason == "password":
        return locked(name)
    if reason == "pages":
        return UnreadableError(name, "pages", most=MAX_PAGES)
    if reason == "size":
        return UnreadableError(name, "effort")
    return damaged(name)

"""The server on this machine: started, opened in a browser, stopped."""

from __future__ import annotations

import contextlib
import socket
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn

from pipeline.errors import SettingsError
from pipeline.review import Review
from pipeline.settings import Settings
from pipeline.web.app import create_app
from pipeline.web.desk import Desk
from pipeline.web.security import ENTRANCE

_HOST = "127.0.0.1"


def serve(
    review: Review,
    out: Path,
    settings: Settings,
    person: str,
    port: int,
    opens: bool,
    tell: Callable[[str], None],
) -> None:
    """Serve a review to this machine's browser until the program is stopped.

    Parameters
    ----------
    review
        The review to work on.
    out
        Folder of the results.
    settings
        What models to use.
    person
        Who decides, until the page is told another name.
    port
        Where to listen; 0 for one that is free.
    opens
        Whether to open the browser.
    tell
        Takes the address that the page is opened with.

    Raises
    ------
    SettingsError
        If the port is taken.
    """
    with contextlib.closing(_listen(port)) as listening:
        port = listening.getsockname()[1]
        guard = create_app(Desk(review, out, settings, person), port)
        address = f"http://{_HOST}:{port}{ENTRANCE}?k={guard.key}"
        tell(address)
        config = uvicorn.Config(
            guard, log_level="warning", access_log=False, server_header=False, lifespan="on"
        )
        if opens:
            # The socket listens already, so the browser waits until the server answers.
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        uvicorn.Server(config).run(sockets=[listening])


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((_HOST, port))
        listening.listen()
    except (OSError, OverflowError) as error:
        listening.close()
        raise SettingsError(
            f"Port {port} cannot be used ({error}). Name another with --port, or none."
        ) from error
    return listening

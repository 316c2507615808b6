"""Who may open the page: this machine's browser with the key, and nobody's page but our own.

The program prints an address that holds a random key. Opening it sets a cookie and goes on to a
clean address, so that the key stays in no bookmark. Every request must carry the cookie and name
this server as its host (against DNS rebinding); every form must come from the page itself, by its
Origin and by a token that the form holds.
"""

from __future__ import annotations

import secrets
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ENTRANCE = "/aabn"
_PUBLIC = "/static/"
_SAFE = ("GET", "HEAD")
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": with it browsers send "Origin: null" with the page's own forms, which
    # could not be told from a stranger's. There is no outside address that could learn anything.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """The door of the page, in front of the application.

    Parameters
    ----------
    app
        The application behind it.
    port
        Where the server listens on 127.0.0.1.
    refused
        The page that explains why somebody is not let in.
    """

    def __init__(self, app: ASGIApp, port: int, refused: str) -> None:
        self._app, self._refused = app, refused
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self.key = secrets.token_urlsafe(32)
        self._session = secrets.token_urlsafe(32)
        # Cookies are shared between the ports of a host: another review must not log this one out.
        self._cookie = f"temaer-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with a refusal."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        path = str(scope["path"])

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers["Cache-Control"] = "no-cache" if path.startswith(_PUBLIC) else "no-store"
            await send(message)

        answer = self._answer(scope, path)
        await (answer or self._app)(scope, receive, send_with_headers)

    def _answer(self, scope: Scope, path: str) -> Response | None:
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self._hosts:
            return self._refusal()
        if path.startswith(_PUBLIC):
            return None
        if path == ENTRANCE and scope["method"] in _SAFE:
            return self._enter(scope)
        if not self._is_known(headers.get("cookie", "")):
            return self._refusal()
        if scope["method"] not in _SAFE and not self._is_own(headers):
            return self._refusal()
        return None

    def _enter(self, scope: Scope) -> Response:
        given = parse_qs(scope["query_string"].decode("latin-1")).get("k", [""])[0]
        if not secrets.compare_digest(given.encode(), self.key.encode()):
            return self._refusal()
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self._cookie, self._session, httponly=True, samesite="strict")
        return answer

    def _is_known(self, cookies: str) -> bool:
        given = cookie_parser(cookies).get(self._cookie, "")
        return secrets.compare_digest(given.encode(), self._session.encode())

    def _is_own(self, headers: Headers) -> bool:
        """Whether a form comes from a page of this server, as the browser tells."""
        own = headers.get("origin", "") in {f"http://{host}" for host in self._hosts}
        return own and headers.get("sec-fetch-site", "same-origin") == "same-origin"

    def _refusal(self) -> Response:
        return HTMLResponse(self._refused, 403)

"""The door for sockets: one address, pages of this site alone.

It hands on, where Channels' routers wait: each of them would keep a coroutine and a copy of the request for as long as the socket
lives, 3 KiB a phone together.
"""

from typing import Any
from urllib.parse import urlparse

from asgiref.sync import markcoroutinefunction
from channels.security.websocket import OriginValidator, WebsocketDenier

PATH = "/ws/live/"


class SocketDoor(OriginValidator):
    """Lets pages of the allowed hosts through to the application."""

    @markcoroutinefunction
    def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        """What answers this socket, to be awaited."""
        is_ours = scope["path"] == PATH and self._is_of_this_site(dict(scope["headers"]).get(b"origin"))
        return (self.application if is_ours else _refusing)(scope, receive, send)

    def _is_of_this_site(self, origin: bytes | None) -> bool:
        try:
            return bool(self.valid_origin(None if origin is None else urlparse(origin.decode("latin-1"))))
        except ValueError:
            return False  # No browser calls itself so.


_refusing = WebsocketDenier.as_asgi()

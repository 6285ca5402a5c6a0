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
        origin = dict(scope["headers"]).get(b"origin")
        is_ours = self.valid_origin(None if origin is None else urlparse(origin.decode("latin-1")))
        return (self.application if is_ours and scope["path"] == PATH else _refusing)(scope, receive, send)


_refusing = WebsocketDenier.as_asgi()

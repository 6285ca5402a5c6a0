"""Everything on one address: HTTP, the sockets, and on SQLite one database thread for all of it."""

import os
from typing import Any

import django
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
django.setup(set_prefix=False)

from channels.auth import AuthMiddlewareStack  # noqa: E402 - needs the app registry
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402
from django.urls import path  # noqa: E402

from backend.live.consumer import LiveConsumer  # noqa: E402


class OneDatabaseThread(ASGIHandler):
    """Django's handler without a thread, and so a database connection, of its own for every request.

    See docs/decisions/one-database-thread.md: outside a `ThreadSensitiveContext` asgiref runs all sync code of the process on one
    thread, whose connection stays open.
    """

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise ValueError(f"only http here, not {scope['type']}")
        await self.handle(scope, receive, send)


application = ProtocolTypeRouter(
    {
        "http": OneDatabaseThread() if settings.ON_SQLITE else ASGIHandler(),
        "websocket": AllowedHostsOriginValidator(
            AuthMiddlewareStack(URLRouter([path("ws/live/", LiveConsumer.as_asgi())]))
        ),
    }
)

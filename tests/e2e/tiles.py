"""A tile server of our own: the same small picture for every tile, until it is told to break."""

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.e2e.pictures import picture


class TileServer:
    """Where it is, what was asked of it, and whether it answers."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_broken = False
        self.address = ""

    @property
    def url(self) -> str:
        """The address of a tile, as the rules name it."""
        return f"{self.address}/tiles/{{z}}/{{x}}/{{y}}.png"


@contextlib.contextmanager
def tile_server() -> Iterator[TileServer]:
    """One that runs as long as it is needed."""
    tiles, image = TileServer(), picture()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            tiles.asked.append(self.path)
            self.send_response(503 if tiles.is_broken else 200)
            self.send_header("Content-Type", "image/png")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            if not tiles.is_broken:
                self.wfile.write(image)

        def log_message(self, *_: Any) -> None:
            """Nothing to say."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    tiles.address = f"http://127.0.0.1:{server.server_address[1]}"
    running = threading.Thread(target=server.serve_forever, daemon=True)
    running.start()
    try:
        yield tiles
    finally:
        server.shutdown()
        server.server_close()
        running.join()


def name_tiles(fixtures: Path, url: str) -> None:
    """Let the rules in this folder name a tile server."""
    file = fixtures / "screens" / "chongqing.yaml"
    said = file.read_text(encoding="utf-8")
    assert "tiles: null" in said
    tiles = f'tiles: {{url: "{url}", attribution: 演练地图, datum: gcj02, zoom: {{least: 6, most: 18}}}}'
    file.write_text(said.replace("tiles: null", tiles), encoding="utf-8")

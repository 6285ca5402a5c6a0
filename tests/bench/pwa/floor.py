"""The floor everything is compared with: a bare page with Vue and Dexie, built here and served compressed as the app is."""

import contextlib
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import brotli

from tests.e2e.server import ROOT

PWA = ROOT / "pwa"
# Beside the app's packages, where the build finds Vue and Dexie.
PLACE = PWA / "node_modules" / ".floor"
PATIENCE = 120
CONFIG = """
export default {
  build: { target: "esnext", modulePreload: { polyfill: false } },
  define: { __VUE_OPTIONS_API__: "false", __VUE_PROD_DEVTOOLS__: "false" },
};
"""


def build() -> Path:
    """The folder with the built page."""
    shutil.rmtree(PLACE, ignore_errors=True)
    shutil.copytree(Path(__file__).with_name("floor"), PLACE)
    config = PLACE / "vite.config.js"
    config.write_text(CONFIG)
    command = ["npx", "--no-install", "vite", "build", str(PLACE), "--config", str(config), "--logLevel", "error"]
    subprocess.run(command, cwd=PWA, check=True, timeout=PATIENCE)
    return PLACE / "dist"


class _Compressed(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        file = Path(self.directory) / (self.path.lstrip("/") or "index.html")
        if not file.is_file():
            self.send_error(404)
            return
        body = brotli.compress(file.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "br")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Quietly."""


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The page's address."""

    def answer(*args: Any) -> _Compressed:
        return _Compressed(*args, directory=str(folder))

    with ThreadingHTTPServer(("127.0.0.1", 0), answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()

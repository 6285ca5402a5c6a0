"""nginx before the web processes, with the locations that the guide gives to everybody."""

import os
import shutil
from pathlib import Path

from tests.cluster.programs import ROOT, Program
from tests.e2e.server import free_port

LOCATIONS = ROOT / "docs" / "production" / "locations.conf"
CONFIGURATION = """
daemon off;
pid {folder}/nginx.pid;
error_log stderr warn;
worker_processes 1;
worker_rlimit_nofile 32768;
events {{ worker_connections 16384; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  upstream qiaomen {{
    least_conn;
    {servers}
  }}
  server {{
    listen 127.0.0.1:{port} backlog=8192;
    include {locations};
  }}
}}
"""


def nginx_program() -> str | None:
    """Debian puts it where only root looks."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/sbin")


class Nginx(Program):
    """On a free port, before these ports."""

    def __init__(self, folder: Path, upstreams: list[int]) -> None:
        program = nginx_program()
        assert program is not None, "no nginx here: sudo apt-get install nginx-light"
        self.port = free_port()
        servers = "\n    ".join(f"server 127.0.0.1:{port} max_fails=0;" for port in upstreams)
        written = folder / "nginx.conf"
        values = {"folder": folder, "servers": servers, "port": self.port, "locations": LOCATIONS}
        written.write_text(CONFIGURATION.format(**values))
        super().__init__("nginx", [program, "-p", str(folder), "-c", str(written)], folder, os.environ)

    def kill(self) -> None:
        """Told to end, it goes at once; a worker outlives a master that is killed."""
        self.end()

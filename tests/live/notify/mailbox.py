"""A mail server on this machine, as much of SMTP as a message takes."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_string, policy
from email.message import EmailMessage


@dataclass
class Mailbox:
    """What arrived, and whom it is refused for."""

    port: int = 0
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)


@contextmanager
def receiving_mail() -> Iterator[Mailbox]:
    """The server on a free port."""
    box = Mailbox()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 mail.example.net")
            to = ""
            while line := self.rfile.readline().decode().strip():
                verb = line.split(":")[0].upper()
                if verb.startswith(("EHLO", "HELO")):
                    self._say("250 mail.example.net")
                elif verb == "RCPT TO":
                    to = line.partition(":")[2].strip("<> ")
                    self._say("550 nobody here" if to in box.refuses else "250 ok")
                elif verb == "DATA":
                    self._say("354 go on")
                    box.mails.append((to, self._message()))
                    self._say("250 taken")
                else:
                    self._say("221 bye" if verb == "QUIT" else "250 ok")

        def _say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def _message(self) -> EmailMessage:
            lines = iter(lambda: self.rfile.readline().decode(), ".\r\n")
            return message_from_string("".join(lines), policy=policy.default)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        box.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield box
        server.shutdown()

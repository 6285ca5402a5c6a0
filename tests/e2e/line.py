"""A line between a browser and the server: it loses answers when told to (the server has done it, the phone never hears), or all."""

import contextlib
import socket
import threading
from collections.abc import Iterator

CHUNK = 65536


class Line:
    """A TCP proxy on the loopback. `lost` lists the requests whose answers it kept to itself."""

    def __init__(self, port: int) -> None:
        self.loses: tuple[str, ...] = ()
        self.lost: list[str] = []
        self._is_cut = False
        self._to = port
        self._open: set[socket.socket] = set()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._answer, daemon=True).start()

    def lose(self, *requests: str) -> None:
        """From now on answers to requests that begin so are lost, and connections that are open now are cut."""
        self.loses = requests
        self._cut_all()

    def cut(self) -> None:
        """From now on nothing reaches the server: what a page still asks while it goes, too, which a browser's own switch lets out."""
        self._is_cut = True
        self._cut_all()

    def heal(self) -> None:
        """Everything passes again."""
        self.loses = ()
        self._is_cut = False

    def close(self) -> None:
        """Take the line away."""
        _cut(self._door)
        self._cut_all()

    def _cut_all(self) -> None:
        for each in tuple(self._open):
            _cut(each)

    def _answer(self) -> None:
        while True:
            try:
                phone, _ = self._door.accept()
            except OSError:
                return
            if self._is_cut:
                _cut(phone)
                continue
            server = socket.create_connection(("127.0.0.1", self._to), timeout=60)
            self._open |= {phone, server}
            threading.Thread(target=self._carry, args=(phone, server), daemon=True).start()

    def _carry(self, phone: socket.socket, server: socket.socket) -> None:
        """One connection: what the phone says passes always, what the server answers only if it is not to be lost."""
        asked: list[str] = []
        threading.Thread(target=self._bring, args=(phone, server, asked), daemon=True).start()
        with contextlib.suppress(OSError):
            while answer := server.recv(CHUNK):
                if asked and asked[-1].startswith(self.loses or ("\0",)):
                    self.lost.append(asked[-1])
                    break
                phone.sendall(answer)
        for each in (phone, server):
            _cut(each)
            self._open.discard(each)

    def _bring(self, phone: socket.socket, server: socket.socket, asked: list[str]) -> None:
        with contextlib.suppress(OSError):
            while words := phone.recv(CHUNK):
                first = words.split(b"\r\n", 1)[0]
                if first.endswith(b" HTTP/1.1"):
                    asked.append(first.decode("ascii"))
                server.sendall(words)
        _cut(server)


@contextlib.contextmanager
def line_to(address: str) -> Iterator[Line]:
    """A line to the server at this address."""
    line = Line(int(address.rsplit(":", 1)[1]))
    try:
        yield line
    finally:
        line.close()


def _cut(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()

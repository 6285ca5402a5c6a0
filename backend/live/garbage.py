"""Keeps sockets out of the garbage collector's way.

A full collection looks at everything that lives. With 10,000 phones that takes 0.75 s, in which nobody is answered, and while they come
it happens again and again. What lives as long as a socket is no garbage: it is set aside (`gc.freeze`), as asgi.py does with what was
imported. What those leave behind who have gone is looked for when as many have gone as are here.
"""

import gc

# A full collection of so many takes 40 ms.
STEP = 500


class Aside:
    """Sets aside what the sockets of this process live on."""

    def __init__(self) -> None:
        self._new = self._gone = 0

    def came(self) -> None:
        """One more is here."""
        self._new += 1
        if self._new >= STEP:
            gc.collect(1)  # What is young and already garbage is not set aside with them.
            gc.freeze()
            self._new = 0

    def went(self, left: int) -> None:
        """One has gone; so many are left."""
        self._gone += 1
        if self._gone >= max(left, STEP):
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            self._new = self._gone = 0

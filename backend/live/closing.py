"""Whether this process is about to end: then it lets no socket in, and says that it is not ready."""

# "The service starts again": the phone comes back by itself, and finds another process. The standard's own code for that is 1012,
# which Daphne's WebSocket library refuses to send: only 1000 and 3000 to 4999 are an application's.
RESTART = 4012


class Closing:
    """False once for every process, then true."""

    has_begun = False

    def begin(self) -> None:
        """From now on."""
        self.has_begun = True


closing = Closing()

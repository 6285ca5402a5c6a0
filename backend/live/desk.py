"""Where the sockets of a process put their questions."""

from backend.desk import Desk, Turn
from backend.live.admission import Admission, admit
from backend.live.reading import Left, Listener, confirm, greet, read
from backend.live.rounds import OnePerLoop
from backend.live.wire import LiveNews

admissions: OnePerLoop[Desk[str, Admission | int]] = OnePerLoop(lambda: Desk(admit, Turn.TAKE))
greetings: OnePerLoop[Desk[Admission, list[int] | Left]] = OnePerLoop(lambda: Desk(greet, Turn.TAKE))
readings: OnePerLoop[Desk[Listener, LiveNews | Left]] = OnePerLoop(lambda: Desk(read, Turn.TELL))
confirmations: OnePerLoop[Desk[Listener, list[int] | Left]] = OnePerLoop(lambda: Desk(confirm, Turn.CONFIRM))

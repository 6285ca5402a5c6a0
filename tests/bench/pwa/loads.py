"""First loads and later starts, each on a fresh phone or a known one; medians of several."""

from collections.abc import Iterator
from statistics import median

from playwright.sync_api import Browser, Page

from tests.bench.pwa import phone
from tests.bench.pwa.phone import NO_SOCKET, NO_WORKER, Net
from tests.e2e.browsers import SMALL_PHONE, Desk

RUNS = 3
BYTES_AIM = 70 * 1024
COLD_AIM = 5.0
WARM_AIM = 1.5
# Measured before anything was built: Vue with Vant, Dexie and the router, three screens, tuned.
PEER_SECONDS = {"fast 3G": 2.7, "slow 3G": 7.1}

Line = dict[str, object]


def first_load(browser: Browser, address: str, floor_bytes: int) -> Iterator[Line]:
    """Every byte asked for before the first task is there, from an empty phone: the door, the PIN, the list."""
    desk = Desk(browser, address, SMALL_PHONE, before=NO_WORKER + NO_SOCKET + phone.MARKS)
    everything = phone.count(phone.slow_down(desk.page, None))
    desk.log_in("officer")
    marks = phone.marks_of(desk.page)
    # What was under way at the mark is counted whole.
    desk.page.wait_for_load_state("networkidle")
    traffic = everything.before(phone.moment_of(desk.page, marks["task"]))
    files = sum(size for key, size in traffic.requests.items() if "/api/" not in traffic.paths[key])
    desk.context.close()
    yield {
        "bench": "first_load_bytes",
        "encoding": "br",
        "to": "first task",
        "bytes": traffic.bytes,
        "files": files,
        "answers": traffic.bytes - files,
        "requests": len(traffic.requests),
        "aim": BYTES_AIM,
        "floor": floor_bytes,
        "ratio": round(traffic.bytes / floor_bytes, 2),
    }


def cold(browser: Browser, address: str, net: Net, floor_seconds: float) -> Iterator[Line]:
    """An empty phone, from the navigation to the door, and from there to the first task without the typing."""
    doors, tasks = [], []
    for _ in range(RUNS):
        desk = Desk(browser, address, SMALL_PHONE, before=NO_WORKER + NO_SOCKET + phone.MARKS)
        phone.slow_down(desk.page, net)
        phone.sign_in_by_hand(desk, "officer")
        marks = phone.marks_of(desk.page)
        desk.context.close()
        doors.append(marks["login"] / 1000)
        tasks.append(phone.machine_seconds(marks))
    yield _time("cold", "signing in", net, doors, floor_seconds, PEER_SECONDS[net.name])
    yield _time("cold", "first task, without the typing", net, tasks, floor_seconds, PEER_SECONDS[net.name])


def warm(browser: Browser, address: str) -> Iterator[Line]:
    """A phone that was here before: started again on either network, and with none."""
    desk = Desk(browser, address, SMALL_PHONE, before=phone.MARKS)
    desk.log_in("officer")
    phone.marks_of(desk.page)
    desk.keep_app()
    desk.page.wait_for_load_state("networkidle")
    for net in phone.NETS:
        yield _time("warm", "first task", net, [_again(desk, net) for _ in range(RUNS)], None, None)
    desk.context.set_offline(True)
    offline = Net("offline", 0, 0, 0)
    yield _time("warm", "first task", offline, [_again(desk, None) for _ in range(RUNS)], None, None)
    desk.context.close()


def floor(browser: Browser, address: str) -> tuple[int, dict[str, float]]:
    """The bare page's bytes, and its seconds to the first card on each network."""
    seconds: dict[str, float] = {}
    for net in phone.NETS:
        runs = []
        for _ in range(RUNS):
            context = browser.new_context(viewport=SMALL_PHONE)  # type: ignore[arg-type]
            context.add_init_script(phone.MARKS)
            page = context.new_page()
            traffic = phone.count(phone.slow_down(page, net))
            page.goto(address)
            runs.append(phone.marks_of(page)["task"] / 1000)
            size = traffic.bytes
            context.close()
        seconds[net.name] = median(runs)
    return size, seconds


def _again(desk: Desk, net: Net | None) -> float:
    """The app in a new tab, as from the phone's home screen; the PIN is typed where it is asked for."""
    page = desk.context.new_page()
    phone.slow_down(page, net)
    page.goto("/")
    if "task" not in phone.first_of(page, "task", "lock"):
        _with(desk, page).unlock()
    marks = phone.marks_of(page)
    page.close()
    return phone.machine_seconds(marks)


def _with(desk: Desk, page: Page) -> Desk:
    desk.page = page
    return desk


def _time(start: str, to: str, net: Net, runs: list[float], floor: float | None, peer: float | None) -> Line:
    seconds = round(median(runs), 2)
    aim = None if net.name == "fast 3G" and start == "cold" else (COLD_AIM if start == "cold" else WARM_AIM)
    least = floor if floor is not None else WARM_AIM
    return {
        "bench": "time_to_interactive",
        "start": start,
        "to": to,
        "network": net.name,
        "figures": "no network" if net.name == "offline" else net.words,
        "cpu": f"{phone.CPU} x slower",
        "seconds": seconds,
        "runs": len(runs),
        "aim": aim,
        "floor": round(least, 2),
        "floor_is": "bare Vue and Dexie page" if floor is not None else "the aim",
        "peer": peer,
        "ratio": round(seconds / least, 2),
    }

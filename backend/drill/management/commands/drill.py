"""`manage.py drill`: keeps invented signals coming at a running product, with simulated members who answer. Ends by itself."""

import contextlib
import time
from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.drill.acting import Actor
from backend.drill.areas import manned_areas
from backend.drill.phones import Phone, Silent, send_signal
from backend.drill.plan import Area, signal_of
from backend.drill.texts import texts
from backend.people.demo import DemoCity, demo_city
from backend.people.models import Role

PLAYED = (Role.OFFICER, Role.CHIEF, Role.OPERATOR, Role.VOLUNTEER)


class Command(BaseCommand):
    """Talks to BASE as sources and phones do; Ctrl-C stops it, and what has come in stays."""

    help = "Send drill signals to a running demo, and play its members but those whose logins are printed."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where, how fast, how long, and whom to leave alone."""
        parser.add_argument("--base", default="http://127.0.0.1:8000", help="the product's address")
        parser.add_argument("--rate", type=float, default=6, help="signals a minute")
        parser.add_argument("--minutes", type=float, default=30)
        parser.add_argument("--seed", type=int, default=0, help="0: another one each time")
        parser.add_argument("--speed", type=float, default=10, help="how many times as fast as life members work")
        parser.add_argument(
            "--not", dest="alone", default="", help="user names to leave alone, besides the printed ones"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Go on until the time is over."""
        city = demo_city()
        seed = options["seed"] or int(time.time())
        if not options["base"].startswith(("http://", "https://")):
            raise CommandError("--base: an address that begins with http:// or https://")
        if options["rate"] <= 0 or options["speed"] <= 0:
            raise CommandError("--rate and --speed: more than nothing")
        actors = self._actors(city, seed, options)
        areas = manned_areas()
        if not areas:
            raise CommandError("The demo's crew is not in this database: run `manage.py load_demo` first.")
        self._tell(f"演练开始：每分钟 {options['rate']:g} 条，{options['minutes']:g} 分钟，种子 {seed}。Ctrl-C 停止。")
        with contextlib.suppress(KeyboardInterrupt):
            self._run(city, areas, actors, seed, options)
        self._tell("演练结束。Done.")

    def _actors(self, city: DemoCity, seed: int, options: dict[str, Any]) -> list[Actor]:
        alone = {name.strip() for name in options["alone"].split(",")} | {m.username for m in city.members if m.shows}
        played = [m for m in city.members if m.role in PLAYED and m.on_duty and m.username not in alone]
        phones = [Phone(options["base"], member.username, city.password) for member in played]
        return [Actor(phone, seed, options["speed"], texts(), self._tell) for phone in phones]

    def _run(self, city: DemoCity, areas: list[Area], actors: list[Actor], seed: int, options: dict[str, Any]) -> None:
        rng, until = Random(seed), time.monotonic() + options["minutes"] * 60
        due, count = time.monotonic(), 0
        while time.monotonic() < until:
            while due <= time.monotonic():
                count += 1
                due += rng.expovariate(options["rate"] / 60)
                self._attempt(lambda n=count: self._signal(city, areas, f"live-{seed}-{n}", options["base"]))
            for actor in actors:
                if time.monotonic() >= min(due, until):
                    break
                self._attempt(lambda actor=actor: _play(actor))
            time.sleep(max(0.0, min(due, until, time.monotonic() + 0.5) - time.monotonic()))

    def _signal(self, city: DemoCity, areas: list[Area], reference: str, base: str) -> None:
        source = city.sources[0]
        result = send_signal(base, source.key, signal_of(texts(), areas, reference))
        self._tell(
            f"{result['case'] or reference} {source.name} {'新预警' if result['status'] == 'accepted' else result['status']}"
        )

    def _attempt(self, deed: Any) -> None:
        """A fault on the line ends nothing: the next round tries again."""
        try:
            deed()
        except Silent as silent:
            self._tell(f"没有回应 {silent}")
            time.sleep(1)

    def _tell(self, line: str) -> None:
        self.stdout.write(f"{time.strftime('%H:%M:%S')} {line}")
        self.stdout.flush()


def _play(actor: Actor) -> None:
    if not actor.phone.me:
        actor.phone.sign_in()
    actor.step()

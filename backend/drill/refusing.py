"""Keeps invented data out of a real city."""

from backend.cases.models import Case
from backend.people.demo import demo_city
from backend.people.models import Member


class CityIsReal(Exception):
    """There are real people or real cases here."""


def check_demo_city() -> None:
    """Nothing where only the demo's crew and drill cases are; `CityIsReal` where anybody real could be hurt."""
    crew = {(each.username, each.name) for each in demo_city().members}
    there = set(Member.objects.values_list("username", "name"))
    if not there & crew:
        raise CityIsReal("The demo's crew is not here: run `manage.py load_demo` first.")
    if Case.objects.filter(drill=False).exists():
        raise CityIsReal("This database holds real cases: no drill data is added to it.")

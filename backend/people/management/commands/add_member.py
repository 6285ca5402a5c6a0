"""`manage.py add_member`: an account for somebody, so that a real city can begin without the demo."""

import getpass
import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from pydantic import ValidationError

from backend.people.actions import add_member
from backend.people.models import Role
from backend.people.wire import NewMember
from backend.problems import Refused, field_errors


class Command(BaseCommand):
    """Adds one member. The password comes from QIAOMEN_PASSWORD or is asked for: arguments stand in the process list."""

    help = "Add a member, e.g. `manage.py add_member zhou-mh 周明华 chief 500108003`. Load divisions and units first."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, as what, where."""
        parser.add_argument("username")
        parser.add_argument("name")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("unit", help="the unit's code")
        parser.add_argument("--village", help="a volunteer's village, by its code of 12 digits")
        parser.add_argument("--badge", default="", help="6 digits")
        parser.add_argument("--phone", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Add them, or say by field why not."""
        given = {name: options[name] for name in NewMember.model_fields if name in options}
        given["password"] = os.environ.get("QIAOMEN_PASSWORD") or getpass.getpass("Password (10 characters or more): ")
        try:
            member = add_member(NewMember.model_validate(given))
        except ValidationError as error:
            raise CommandError(_words(field_errors(error))) from None
        except Refused as refused:
            raise CommandError(_words(refused.fields)) from None
        self.stdout.write(f"{member.name} ({member.username}) can sign in.")


def _words(fields: list[dict[str, str]]) -> str:
    return "\n".join(f"{each['field']}: {each['message']} {each['message_en']}" for each in fields)

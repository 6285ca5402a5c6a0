"""`python -m tests.e2e.in_the_past DAYS serve`: manage.py in a process for which it is so many days ago."""

import sys
from datetime import UTC, datetime, timedelta

import time_machine
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    with time_machine.travel(datetime.now(UTC) - timedelta(days=int(sys.argv[1])), tick=True):
        execute_from_command_line(["manage.py", *sys.argv[2:]])

"""The settings of the tests: the product's own, with a cheap password hash and a database of their own."""

import os
import tempfile
from pathlib import Path

_FOLDER = Path(tempfile.mkdtemp(prefix="qiaomen-test-"))
os.environ.setdefault("QIAOMEN_DATA", str(_FOLDER))
os.environ.setdefault("DJANGO_SECRET_KEY", "only-for-tests-and-nothing-else-at-all-0000")

from backend.settings import *  # noqa: E402, F403
from backend.settings import DATABASES, ON_SQLITE  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# What looks for imports, drills and limits would go on behind the test whose socket began it, and hold its database.
IMPORTING = ""
DRILLING = ""
TICKING = ""
if ON_SQLITE:
    # A file, as in the product: threads that meet in a test meet as they would there.
    DATABASES["default"]["NAME"] = str(_FOLDER / "test.sqlite3")
    DATABASES["default"]["TEST"] = {"NAME": str(_FOLDER / "test.sqlite3")}
    # What is asked for in no order comes backwards: PostgreSQL may answer so any day, after an update or a vacuum.
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA reverse_unordered_selects=ON;"
    )

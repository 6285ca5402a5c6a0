"""`python -m tests.bench.server.mass COUNT SEED`: so many closed cases with all that belongs to them, copied in bulk.

One dissuasion goes through the real actions; its rows are written again and again with other ids, numbers, names, days and
stations, in bulk (COPY on PostgreSQL). A million takes minutes, where the actions would take hours.
"""

import sys
from datetime import timedelta
from random import Random

import django

DAYS = 360
# Nothing of it is so fresh that a phone or board still holds it.
AGO = timedelta(days=4)
PORTION = 20_000
SURNAMES, GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉"


def main(count: int, seed: int) -> None:
    """Fill the database of the environment."""
    django.setup()
    from tests.bench.server.bulk import finish, store
    from tests.bench.server.clone import MODELS, Clone

    clone = Clone(seed)
    for start in range(0, count, PORTION):
        portion = [clone.rows(number, *_who(number, seed)) for number in range(start, min(count, start + PORTION))]
        for model in MODELS:
            store(model, (row for rows in portion for row in rows[model]))
    clone.save_heads()
    finish(MODELS)


def _who(number: int, seed: int) -> tuple[str, str, timedelta]:
    """The name and phone of this one, and how long ago it was."""
    rng = Random(f"{seed}/mass {number}")
    name = rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=2))
    return name, f"135{number:08}", AGO + timedelta(days=number % DAYS, seconds=rng.randrange(86_400))


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))

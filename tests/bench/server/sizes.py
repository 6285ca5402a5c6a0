"""How large each bench is: `full` is what the figures speak of, `small` takes minutes, `tiny` only proves that all of it runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """One size of all benches: how many of everything.

    `rates`: signals a second, and for how many seconds. `pushes`: to phones that otherwise wait. `stored`: few cases, and many.
    `asked`: questions of each kind. `cases`: replayed of the quarter.
    """

    name: str
    phones: int
    rates: tuple[tuple[int, int], ...]
    imported: int
    idle: int
    returning: int
    pushes: int
    stored: tuple[int, int]
    asked: int
    cases: int


SIZES = {
    "full": Size(
        name="full",
        phones=1_000,
        rates=((1, 30), (10, 20), (50, 20), (200, 10)),
        imported=10_000,
        idle=10_000,
        returning=5_000,
        pushes=300,
        stored=(1_000, 1_000_000),
        asked=200,
        cases=10_000,
    ),
    "small": Size(
        name="small",
        phones=200,
        rates=((1, 5), (10, 5), (50, 5), (200, 2)),
        imported=1_000,
        idle=1_000,
        returning=500,
        pushes=50,
        stored=(1_000, 20_000),
        asked=50,
        cases=400,
    ),
    "tiny": Size(
        name="tiny",
        phones=20,
        rates=((10, 1),),
        imported=20,
        idle=20,
        returning=20,
        pushes=5,
        stored=(20, 60),
        asked=3,
        cases=4,
    ),
}

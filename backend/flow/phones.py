"""The shapes of the phones file: what a phone keeps and for how long, how it locks, how pictures travel."""

from typing import Annotated, Literal

from pydantic import Field

from backend.flow.words import Data, Days, Seconds

RoleCode = Literal["officer", "chief", "operator", "volunteer", "desk", "commander", "admin"]


class Photo(Data):
    """How far a photo is scaled down on the phone: pixels of the long side, JPEG quality."""

    long_side: Annotated[int, Field(ge=320, le=8000)]
    quality: Annotated[float, Field(ge=0.3, le=1)]


class Piece(Data):
    """Bytes of one piece of a picture on its way: the first, and the most on a good network."""

    least: Annotated[int, Field(ge=1024, le=10**7)]
    most: Annotated[int, Field(ge=1024, le=10**7)]


class Room(Data):
    """Bytes of free space on the phone below which it warns, and below which it keeps room for text only."""

    low: Annotated[int, Field(ge=0, le=10**12)]
    reserve: Annotated[int, Field(ge=0, le=10**12)]


class Pin(Data):
    """The PIN: its digits, and the seconds to wait after each wrong one; after the last only the password helps."""

    digits: Annotated[int, Field(ge=4, le=12)]
    waits: Annotated[tuple[Annotated[int, Field(ge=0, le=24 * 3600)], ...], Field(min_length=1, max_length=50)]


class Phones(Data):
    """The phones file: what a phone keeps and for how long, how it locks, how pictures travel, where outsiders look."""

    photo: Photo
    piece: Piece
    room: Room
    pin: Pin
    idle_seconds: dict[RoleCode, Seconds]
    closed_kept_hours: Annotated[int, Field(ge=1, le=24 * 365)]
    half_picture_kept_days: Days
    lost_taken_in_hours: Annotated[int, Field(ge=0, le=24 * 365)]
    # Where the pages for everybody are found from outside, without a slash at the end; empty: where the app is.
    public_address: Annotated[str, Field(pattern=r"^(https?://[^\s/]+)?$", max_length=200)] = ""

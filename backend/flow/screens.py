"""The shapes of the screens file: whose tiles the map shows, if any, and what the wall of the duty room shows."""

from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from backend.flow.words import Data

ZoomStep = Annotated[int, Field(ge=0, le=22)]
# Nothing that could end the content policy's source and begin another.
TILE_URL = r"^(https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?)?/[^\s\"'<>;,]*$"


class Zoom(Data):
    """How far out and in the tile server goes."""

    least: ZoomStep
    most: ZoomStep

    @model_validator(mode="after")
    def goes_in(self) -> Self:
        """The closest view is not farther than the farthest."""
        if self.least > self.most:
            raise ValueError("least must not be more than most")
        return self


class Tiles(Data):
    """A tile server: where a tile is found, whom to name, and the coordinate system its map is drawn in."""

    url: Annotated[str, Field(pattern=TILE_URL, max_length=300)]
    attribution: Annotated[str, Field(min_length=1, max_length=120)]
    datum: Literal["wgs84", "gcj02"]
    zoom: Zoom

    @model_validator(mode="after")
    def names_a_tile(self) -> Self:
        """Without these there is only one tile."""
        missing = [part for part in ("{z}", "{x}", "{y}") if part not in self.url]
        if missing:
            raise ValueError(f"url must hold {', '.join(missing)}")
        return self

    @property
    def origin(self) -> str:
        """Scheme and host for the content policy; empty when the tiles are this service's own."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


class Wall(Data):
    """The wall: whether passers-by can read names, how long a page stays, and whether it stays up untouched."""

    names: Literal["masked", "full"]
    turn_seconds: Annotated[int, Field(ge=5, le=300)]
    stays_up: bool


class Screens(Data):
    """The screens file."""

    tiles: Tiles | None = None
    wall: Wall

"""What the tests against a real Daphne share: where it is, what is going on in its database, and a member signed in to it."""

from collections.abc import Iterator

import httpx
import pytest

from tests.cases.scene import Scene, set_scene
from tests.cast import build_cast
from tests.live.served import RemotePhone, daphne, wait_until_idle
from tests.live.watching import session_of


@pytest.fixture(scope="module")
def address(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with daphne(tmp_path_factory.mktemp("daphne")) as where:
        yield where


@pytest.fixture
def scene(transactional_db: None) -> Iterator[Scene]:
    yield set_scene(build_cast())
    wait_until_idle()


@pytest.fixture
def signed_in(scene: Scene, address: str) -> Iterator[httpx.Client]:
    with RemotePhone(address, session_of(scene.cast.officer)).browser() as client:
        yield client

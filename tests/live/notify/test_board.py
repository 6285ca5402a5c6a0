"""What a board is shown of who was told."""

from datetime import timedelta

from tests.cases.scene import set_scene
from tests.cast import Cast
from tests.live.notify.conftest import SMS_GATEWAY, channel
from tests.live.notify.receiver import Receiver
from tests.live.notify.test_sending import Deliver


def test_the_board_sees_over_which_way_whom_and_after_how_long(
    cast: Cast, receiver: Receiver, deliver: Deliver
) -> None:
    channel(cast.nanan, "sms", SMS_GATEWAY)
    scene = set_scene(cast)
    at = f"/api/cases/{scene.case.pk}/notified/"
    deliver(scene.visit.assigned_at + timedelta(seconds=12))
    shown = cast.client(cast.chief).get(at).json()["notified"]
    visit = next(each for each in shown if each["assignment"] == scene.visit.pk)
    assert (visit["name"], visit["way"], visit["state"], visit["seconds"]) == (cast.officer.name, "sms", "sent", 12)
    assert cast.client(cast.officer).get(at).status_code == 403
    assert cast.client(cast.outsider).get(at).status_code == 404
    assert cast.client(cast.chief_yubei).get(at).status_code == 404

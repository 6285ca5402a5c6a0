"""What a photo gives away when it was taken stays on the phone; the server gets it small and upright."""

from playwright.sync_api import Browser, expect

from tests.e2e.browsers import DESK, SMALL_PHONE, Desk
from tests.e2e.conftest import Opening, Signalling
from tests.e2e.photos import SECRETS, SIZE, camera_photo, segments
from tests.e2e.test_on_the_way import choose, start_visit, warn
from tests.e2e.test_stories import answer
from tests.e2e.test_without_network import draw

LONG_SIDE = 1600
CORNERS = """async img => {
  await img.decode();
  const [width, height] = [img.naturalWidth, img.naturalHeight];
  const pen = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d');
  pen.drawImage(img, 0, 0);
  const at = (x, y) => {
    const [red, green, blue] = pen.getImageData(x * width, y * height, 1, 1).data;
    return green > 150 ? 'white' : red > 150 ? 'red' : blue > 150 ? 'blue' : 'other';
  };
  return { width, height, corners: [at(.1, .1), at(.9, .1), at(.1, .9), at(.9, .9)] };
}"""


def come_to_proof(phone: Desk, name: str) -> None:
    """Walk the visit up to where pictures are taken."""
    start_visit(phone, name)
    for step, code in (
        ("travel", "arrived"),
        ("door", "met_target"),
        ("look", "looked"),
        ("talk", "believes"),
        ("money", "nothing_sent"),
    ):
        answer(phone, step, code)


def test_a_photo_arrives_upright_and_small_without_place_camera_and_time(
    opened: Opening, signal: Signalling, browser: Browser
) -> None:
    board, phone = opened("chief-danzishi", DESK), opened("officer-danzishi")
    taken = camera_photo(browser)
    assert 0xE1 in segments(taken)
    assert all(secret in taken for secret in SECRETS)
    warn(signal, "photo-exif", "邹先生", "500108006")
    come_to_proof(phone, "邹先生")
    photo = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": taken}
    phone.page.get_by_test_id("photo").set_input_files(photo)  # type: ignore[arg-type]
    answer(phone, "proof", "added")
    answer(phone, "result", "persuaded")
    answer(phone, "summary", "confirmed")

    board.page.get_by_test_id("tab-to_sign").click()
    choose(board, "邹先生")
    board.page.get_by_test_id("picture").click()
    shown = board.page.get_by_role("dialog").locator("img")
    expect(shown).to_be_visible()
    stored = board.page.request.get(shown.get_attribute("src") or "").body()
    assert stored.startswith(b"\xff\xd8")
    assert 0xE1 not in segments(stored)
    assert not any(secret in stored for secret in SECRETS)
    seen = shown.evaluate(CORNERS)
    assert (seen["width"], seen["height"]) == (LONG_SIDE * SIZE[1] // SIZE[0], LONG_SIDE)
    assert seen["corners"] == ["red", "blue", "white", "white"]


def test_on_a_small_phone_one_sees_what_one_took_and_may_turn_it_while_somebody_signs(
    opened: Opening, signal: Signalling, browser: Browser
) -> None:
    phone = opened("officer-danzishi", SMALL_PHONE)
    warn(signal, "photo-small", "邹先生", "500108006")
    come_to_proof(phone, "邹先生")
    photo = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": camera_photo(browser)}
    phone.page.get_by_test_id("photo").set_input_files(photo)  # type: ignore[arg-type]
    leave_out = phone.page.get_by_role("button", name="不要这张")
    expect(leave_out).to_be_in_viewport()
    # A tap at its middle reaches it: no button of the thumb lies over it.
    leave_out.click(trial=True, timeout=2_000)

    phone.page.get_by_test_id("sign").click()
    draw(phone)
    signed = phone.page.get_by_test_id("signed")
    for width, height in ((640, 360), (360, 640)):
        phone.page.set_viewport_size({"width": width, "height": height})
        expect(signed).to_be_in_viewport(ratio=1)
    signed.click()
    expect(leave_out).to_have_count(2)
    answer(phone, "proof", "added")

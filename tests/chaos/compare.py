"""What a phone holds in the end against what a fresh one of the same member would be given."""

import hashlib
import json

from tests.chaos.line import Refusal
from tests.chaos.phone import Phone


async def difference(phone: Phone) -> str:
    """In words; empty when both are the same."""
    fresh = await phone.line.ask("GET", "/api/news/?after=")
    name, disk = phone.person.name, phone.disk
    shown = {case["id"]: case for case in fresh["cases"]}
    held = {case: json.loads(text) for case, text in disk.cases.items()}
    if held != shown:
        wrong = sorted(case for case in held.keys() | shown.keys() if held.get(case) != shown.get(case))
        return f"{name} holds {len(held)} cases, a fresh start shows {len(shown)}; not alike: {wrong[:3]}"
    if json.loads(disk.members) != fresh["members"]:
        return f"{name} holds other people than a fresh start shows"
    if disk.cursors != fresh["cursors"]:
        return f"{name} stands at {disk.cursors} instead of {fresh['cursors']}"
    return await _picture_differs(phone)


async def _picture_differs(phone: Phone) -> str:
    """One of the pictures it took, fetched again."""
    taken = next((one for one in phone.disk.pictures.values() if one.case in phone.disk.cases), None)
    if taken is None:
        return ""
    try:
        answer = await phone.line.send("GET", f"/api/cases/{taken.case}/evidence/{taken.sha256}/", b"", {})
    except Refusal as refusal:
        return f"{phone.person.name} cannot see his picture {taken.sha256}: {refusal}"
    is_same = hashlib.sha256(answer.body).hexdigest() == taken.sha256
    return "" if is_same else f"{phone.person.name} is shown another picture than {taken.sha256}"

"""Sources and the signals they send, for the tests of intake."""

import hashlib
from typing import Any

from django.test import Client

from backend.intake.models import Source
from backend.people.models import Unit

KEY = "drill-key"
ID_NUMBER = "500108196503070011"


def source_of(unit: Unit, key: str = KEY) -> Source:
    """A source of this unit with this key."""
    hashed = hashlib.sha256(key.encode()).hexdigest()
    return Source.objects.create(code=f"of-{unit.code}", name="市局预警平台", key_hash=hashed, unit=unit)


def signal(reference: str, **changes: Any) -> dict[str, Any]:
    """彭先生's signal: an investment fraud with a transfer under way."""
    target = {"name": "彭先生", "phone": "199 0000 1234", "address": "南坪正街1号", "division": "500108003"}
    given = {"reference": reference, "fraud_type": "投资理财", "behaviours": ["transfer_under_way"], "target": target}
    return given | changes


def post(body: Any, key: str = KEY) -> Any:
    """The answer to this body."""
    headers = {"Authorization": f"Api-Key {key}"}
    return Client().post("/api/signals/", body, content_type="application/json", headers=headers)

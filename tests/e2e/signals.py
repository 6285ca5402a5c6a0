"""The signals the tour of the screens begins with: invented people of the demo city."""

from typing import Any

import httpx

KEY = "drill-city-platform"
SIGNALS: list[dict[str, Any]] = [
    {
        "reference": "picture-1",
        "fraud_type": "投资理财",
        "behaviours": ["transfer_under_way", "app_downloaded"],
        "amount_fen": 103_000_000,
        "call_seconds": 2520,
        "text": "下载虚假期货APP，正在准备转账核验身份",
        "target": {
            "name": "彭先生",
            "phone": "19900001234",
            "age": 61,
            "address": "南坪正街1号2单元5-1",
            "division": "500108003",
            "latitude": 29.5266,
            "longitude": 106.5702,
        },
    },
    {
        "reference": "picture-2",
        "fraud_type": "刷单返利",
        "behaviours": ["app_downloaded"],
        "amount_fen": 880_000,
        "text": "群里做任务返佣金，已垫付三单",
        "target": {
            "name": "何女士",
            "phone": "19900002345",
            "age": 34,
            "address": "南坪西路23号",
            "division": "500108003",
        },
    },
    {
        "reference": "picture-3",
        "fraud_type": "冒充公检法",
        "call_seconds": 600,
        "text": "境外来电自称外省公安，说名下银行卡涉嫌洗钱",
        "target": {
            "name": "段婆婆",
            "phone": "19900003456",
            "age": 72,
            "address": "南坪东路8号",
            "division": "500108003",
        },
    },
    {
        "reference": "picture-4",
        "fraud_type": "其他",
        "text": "没有地址的线索",
        "target": {"name": "林先生", "phone": "19900004567"},
    },
]


def send_signals(address: str, signals: list[dict[str, Any]]) -> None:
    """Send these as the city's platform does."""
    headers = {"Authorization": f"Api-Key {KEY}"}
    httpx.post(f"{address}/api/signals/", json={"signals": signals}, headers=headers).raise_for_status()


def somebody(name: str, number: int, division: str) -> dict[str, Any]:
    """A signal of level high about somebody at this division."""
    return {
        "reference": f"tour-{number}",
        "fraud_type": "刷单返利",
        "behaviours": ["app_downloaded"],
        "amount_fen": 300_000,
        "text": "群里做任务返佣金",
        "target": {"name": name, "phone": f"1990003{number:04d}", "address": "演练路1号", "division": division},
    }

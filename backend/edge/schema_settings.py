"""How the API describes itself in `docs/openapi.yaml` and `/api/schema/`."""

from typing import Any

SCHEMA_SETTINGS: dict[str, Any] = {
    "TITLE": "敲门 Qiaomen",
    "DESCRIPTION": "Fraud-warning dissuasion: signals in, cases out to the right phone, reports back.",
    "VERSION": "1",
    # The version whose schemas are what pydantic writes: "null" as a type, an exclusive limit as a number.
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "COMPONENT_SPLIT_REQUEST": False,
    "PATH_CONVERTER_OVERRIDES": {"sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}},
    "ENUM_NAME_OVERRIDES": {
        "StateEnum": ["open", "answered", "closed"],
        "TransferStateEnum": ["waiting", "done", "approved", "refused", "returned", "lapsed"],
        "HandOverStateEnum": ["open", "offered", "accepted", "withdrawn", "lapsed"],
        "HandOverItemKindEnum": ["work", "to_sign", "to_review", "call"],
        "GapKindEnum": ["empty", "short", "unreachable"],
        "WayEnum": ["webpush", "wecom", "dingtalk", "feishu", "sms", "mail", "other"],
        "ToldStateEnum": ["waiting", "sent", "failed", "dead", "withdrawn"],
        "ChannelStateEnum": ["untried", "works", "failing", "dead"],
        "ImportStateEnum": ["checking", "checked", "running", "stopped", "done", "broken"],
    },
}

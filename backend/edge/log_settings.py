"""Where lines of the log go; read by the settings, so it imports nothing."""

from typing import Any


def log_settings(*, as_json: bool, with_answers: bool) -> dict[str, Any]:
    """For Python's logging: one handler writes, one counts."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "backend.edge.logs.Lines", "as_json": as_json}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "lines"},
            "count": {"class": "backend.edge.logs.CountErrors", "level": "ERROR"},
        },
        "root": {"handlers": ["console", "count"], "level": "WARNING"},
        "loggers": {
            # A refusal is an answer, not a fault: only what broke is worth a line.
            "django.request": {"level": "ERROR"},
            # Django's own handlers write to a terminal what is struck out here, or mail it.
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            "backend.answers": {"level": "INFO" if with_answers else "WARNING"},
        },
    }

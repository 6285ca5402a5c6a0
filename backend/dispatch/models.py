"""The tables of dispatch; each part has a file of its own."""

from backend.dispatch.handover import HandOver, HandOverItem

__all__ = ["HandOver", "HandOverItem"]

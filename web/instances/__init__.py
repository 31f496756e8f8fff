"""Cycles, tasks and adjustments: lists, the drawn path, the history."""

from web.instances.routes import blueprint

__all__ = ["blueprint"]

"""Erasures hold on both databases."""

from __future__ import annotations

from tests.support.databases import on_both as database_kind

__all__ = ["database_kind"]

"""The workbench is the same on both databases."""

from tests.support.databases import on_both as database_kind

__all__ = ["database_kind"]

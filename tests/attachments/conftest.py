"""Attached files are the same on both databases, where commands are given; what only reads bytes needs neither."""

from tests.support.databases import on_both as database_kind

__all__ = ["database_kind"]

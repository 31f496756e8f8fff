"""Processes as published: their diagrams, versions and files; publishing a new version."""

from web.definitions.routes import blueprint

__all__ = ["blueprint"]

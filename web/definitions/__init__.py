"""Processes as published: their diagrams, versions and files; publishing, comparing, migrating to a version."""

from web.definitions.comparisons import blueprint as comparisons_blueprint
from web.definitions.migrations import blueprint as migrations_blueprint
from web.definitions.routes import blueprint

__all__ = ["blueprint", "comparisons_blueprint", "migrations_blueprint"]

"""Processes as published: their diagrams, versions and files; publishing a new version; migrating to one."""

from web.definitions.migrations import blueprint as migrations_blueprint
from web.definitions.routes import blueprint

__all__ = ["blueprint", "migrations_blueprint"]

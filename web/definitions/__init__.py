"""Processes as published: their diagrams, versions and files; publishing a new version; migrating to one; health."""

from web.definitions.health import blueprint as health_blueprint
from web.definitions.migrations import blueprint as migrations_blueprint
from web.definitions.routes import blueprint

__all__ = ["blueprint", "health_blueprint", "migrations_blueprint"]

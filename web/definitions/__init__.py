"""Processes as published: their diagrams, versions and files; comparing, migrating to a version, health."""

from web.definitions.comparisons import blueprint as comparisons_blueprint
from web.definitions.health import blueprint as health_blueprint
from web.definitions.migrations import blueprint as migrations_blueprint
from web.definitions.routes import blueprint

__all__ = ["blueprint", "comparisons_blueprint", "health_blueprint", "migrations_blueprint"]

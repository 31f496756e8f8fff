"""Requests of persons about their data, and legal holds."""

from web.privacy import holds, routes

HOLDS = holds  # importing it adds its routes to those of the requests
blueprint = routes.blueprint

__all__ = ["blueprint"]

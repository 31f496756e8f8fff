"""Requests of persons about their data, legal holds, and disposals of what has fallen due."""

from web.privacy import holds, routes
from web.privacy.disposals import blueprint as disposals_blueprint

HOLDS = holds  # importing it adds its routes to those of the requests
blueprint = routes.blueprint

__all__ = ["blueprint", "disposals_blueprint"]

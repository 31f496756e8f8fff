"""Requests of persons about their data, legal holds, and disposals of what has fallen due."""

from web.privacy import holds, relationship, routes
from web.privacy.disposals import blueprint as disposals_blueprint

OTHERS = (holds, relationship)  # importing them adds their routes to those of the requests
blueprint = routes.blueprint

__all__ = ["blueprint", "disposals_blueprint"]

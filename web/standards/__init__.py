"""Pages of the standard: its versions and its tables to read."""

from web.standards import routes

blueprint = routes.blueprint

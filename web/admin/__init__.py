"""Operation of the installation: incidents and jobs, people and teams; no business content."""

from web.admin import people
from web.admin.routes import blueprint

ROUTES = people  # importing it puts its routes on the blueprint

__all__ = ["ROUTES", "blueprint"]

"""Operation of the installation: incidents and jobs, people and teams; no business content."""

from web.admin.routes import blueprint

__all__ = ["blueprint"]

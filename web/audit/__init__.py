"""Finding cycles and taking them along: the search page, saved searches, exports."""

from web.audit.exports import blueprint as exports_blueprint
from web.audit.routes import blueprint

__all__ = ["blueprint", "exports_blueprint"]

"""Pages that try a draft, and those of its scenarios."""

from web.tryout.routes import blueprint
from web.tryout.scenario_routes import blueprint as scenarios_blueprint

__all__ = ["blueprint", "scenarios_blueprint"]

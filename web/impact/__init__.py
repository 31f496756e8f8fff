"""What files that are not in use yet would mean: what differs, which instances could follow, who would change tier."""

from web.impact.routes import blueprint

__all__ = ["blueprint"]

"""The story of a plan: its timeline, any moment of it on the diagram, its forms, plans and decisions explained."""

from web.story.routes import blueprint

__all__ = ["blueprint"]

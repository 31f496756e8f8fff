"""Requests of persons about their data, and legal holds."""

from web.privacy.routes import blueprint

__all__ = ["blueprint"]

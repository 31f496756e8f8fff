"""Signing in and out, and choosing the language."""

from web.auth.routes import blueprint

__all__ = ["blueprint"]

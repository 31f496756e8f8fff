"""Attached files, to be taken along; never shown in the page."""

from web.attachments.routes import blueprint

__all__ = ["blueprint"]

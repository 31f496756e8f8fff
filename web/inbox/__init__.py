"""The inbox: what a person has to do, may claim, and has done."""

from web.inbox.routes import blueprint

__all__ = ["blueprint"]

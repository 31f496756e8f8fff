"""The page of one work item: read its form, fill it, keep a draft, complete it."""

from web.work_items.routes import blueprint

__all__ = ["blueprint"]

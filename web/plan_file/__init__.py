"""The whole file of one plan as a paper: what its pages tell, in one PDF."""

from web.plan_file.routes import blueprint

__all__ = ["blueprint"]

"""The list of customers and the page of one."""

from web.customers.routes import blueprint

__all__ = ["blueprint"]

"""The audit reports: an index and a page each."""

from web.audit_reports.routes import blueprint

__all__ = ["blueprint"]

"""What the last verifications of the history found."""

from web.verification.routes import blueprint

__all__ = ["blueprint"]

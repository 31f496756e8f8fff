"""The session of a transaction or a request: what it has looked up by key it does not ask for twice."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

LOOKED_UP = "looked_up"


class KeptSession(Session):
    """Holds the rows looked up by key until it ends.

    The library's holds them only while somebody else does: a step looked the same customer up four times.
    """

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        """As the library's."""
        found = super().get(entity, ident, **options)
        self.info.setdefault(LOOKED_UP, set()).add(found)
        return found

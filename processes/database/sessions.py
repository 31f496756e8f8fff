"""The session of a transaction or a request: what it has looked up by key it does not ask for twice."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session


class KeptSession(Session):
    """Holds the rows looked up by key until it ends.

    The library's holds them only while somebody else does: a step looked the same customer up four times.
    """

    def __init__(self, *bound: Any, **options: Any) -> None:
        super().__init__(*bound, **options)
        self._looked_up: dict[tuple[Any, Any], Any] = {}

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        """As the library's; with options (a lock, a fresh reading) the database is asked."""
        found = None if options else self._looked_up.get((entity, ident))
        if found is None:
            found = self._looked_up[entity, ident] = super().get(entity, ident, **options)
        return found

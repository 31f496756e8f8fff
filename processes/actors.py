"""Who acts: always an argument, never a global."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Actor:
    """A person or the system.

    ``user_id``: the user's id, None for the system. ``role``: the bank's role word.
    ``groups``: candidate groups whose items the actor may claim. ``team_id``: the team led or belonged to.
    """

    user_id: int | None
    name: str
    role: str
    groups: frozenset[str] = field(default_factory=frozenset)
    team_id: int | None = None
    address: str | None = None

    @property
    def is_system(self) -> bool:
        return self.user_id is None


SYSTEM = Actor(user_id=None, name="system", role="system")

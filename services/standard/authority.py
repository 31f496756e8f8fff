"""What people may decide beside the tables: moving a tier (B3), and who may approve a budget (E2)."""

from __future__ import annotations

from decimal import Decimal

# One step on A–B–{C, P}–D.
NEIGHBOURS = {"A": "B", "B": "ACP", "C": "BD", "P": "BD", "D": "CP"}
MOST_OF_ALLOWED = Decimal("1.5")  # a plan above it is refused, whoever would approve it (E2)


def approver(total: Decimal, allowed: Decimal | None) -> str:
    """Who may approve a plan of that total, both CNY: "reviewer", "head", "nobody" (E2).

    "undecided" without an allowed budget.
    """
    if allowed is None:
        return "undecided"
    if total <= allowed:
        return "reviewer"
    return "head" if total <= allowed * MOST_OF_ALLOWED else "nobody"

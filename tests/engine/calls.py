"""Call activities and the diagrams that they call, as text."""

from __future__ import annotations

from tests.engine.diagrams import diagram, flows, nodes


def call(key: str, called: str) -> str:
    """A call activity."""
    return nodes(f'callActivity {key} calledElement="{called}"')


def row(prefix: str, *tasks: str, extra: str = "") -> str:
    """Elements one after another between a start and an end; ids of user tasks, or whole elements ``id=<…>``."""
    ids = [task.partition("=")[0] for task in tasks]
    made = [task.partition("=")[2] or nodes(f"userTask {task}") for task in tasks]
    ways = [f"{a} {b}" for a, b in zip([f"{prefix}s", *ids], [*ids, f"{prefix}e"], strict=True)]
    return nodes(f"startEvent {prefix}s", f"endEvent {prefix}e") + "".join(made) + flows(*ways) + extra


def called(key: str, *tasks: str) -> dict[str, bytes]:
    """A diagram that others call; its start and end are named after it."""
    return diagram(row(key, *tasks), key=key)

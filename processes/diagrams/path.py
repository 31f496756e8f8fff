"""The path an instance took, as counts on elements and sequence flows."""

from collections import Counter
from collections.abc import Iterable

from processes.diagrams.model import Diagram


def path_marks(diagram: Diagram, pairs: Iterable[tuple[str | None, str]]) -> tuple[dict[str, int], dict[str, int]]:
    """Count visits of elements and uses of sequence flows; answers (visited, taken).

    pairs: (previous element id, element id) in the order finished. A flow counts only by such a pair: that both
    its ends were completed proves nothing, since each may have been reached another way. Two flows between
    the same two elements cannot be told apart by a pair, so neither is claimed.
    """
    visited: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for previous, element in pairs:
        visited[element] += 1
        flows = diagram.flow_between(previous, element) if previous else []
        if len(flows) == 1:
            taken[flows[0]] += 1
    return dict(visited), dict(taken)

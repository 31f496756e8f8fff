"""What of the way ahead stands in the way of a migration: work that would be jumped, names that would be missing.

Judged by what is certain here on the old version and on the new, and for whoever begins on the new one.
"""

from __future__ import annotations

from collections.abc import Iterator

from processes.engine.certainty import Certainty, Fact
from processes.engine.comparison import Node, element_of
from processes.engine.migration_case import Case, Reason

WORKS = frozenset(
    (
        *("task", "userTask", "manualTask", "scriptTask", "serviceTask", "sendTask", "receiveTask"),
        *("businessRuleTask", "callActivity", "subProcess", "transaction"),
        *("intermediateCatchEvent", "intermediateThrowEvent"),
    )
)


def jumped(case: Case) -> Iterator[Reason]:
    """Work that was to come and that the new version has behind this instance."""
    lost = {name for _, name in case.ahead_before} - {name for _, name in case.ahead_after} - case.finished
    before, after, fresh = _here(case, new=False), _here(case, new=True), case.change.fresh
    for node in before.before.keys() & after.before.keys() & fresh.before.keys():
        certain = (before.before[node] & fresh.before[node]) - after.before[node]
        lost |= {fact[0] for fact in certain if len(fact) == 1}
    for key in sorted(lost):
        element = case.change.new.spec.elements.get(key)
        if element is not None and element.type in WORKS:
            yield Reason("jumped", key)


def passed(case: Case) -> Iterator[Reason]:
    """Work inserted behind this instance: it goes on without it, unless its way leads there once more."""
    after, fresh = _here(case, new=True), case.change.fresh
    missed = {name for _, name in fresh.before} - {name for _, name in case.ahead_after}
    for node in after.before.keys() & fresh.before.keys():
        missed |= {fact[0] for fact in fresh.before[node] - after.before[node] if len(fact) == 1}
    for key, element in case.change.new.spec.elements.items():
        if key in missed and key not in case.change.old.spec.elements and element.type in WORKS:
            yield Reason("passed", key)


def unread(case: Case) -> Iterator[Reason]:
    """Names that an element ahead reads and that may be missing by then, though they would not have been."""
    before, after, fresh = _here(case, new=False), _here(case, new=True), case.change.fresh
    found: set[tuple[str, str]] = set()
    for node, reads in after.reads.items():
        for read in reads - after.reading(node):
            was_sure = _is_sure(before, node, read) or _is_sure(fresh, node, read)
            was_lacking = read in before.reads.get(node, ()) and not _is_possible(before, node, read)
            if was_sure or not (was_lacking or _is_possible(after, node, read)):
                found.add((element_of(node[1]), ".".join(filter(None, read))))
    yield from (Reason("not_in_data", key, name) for key, name in sorted(found))


def _is_sure(certainty: Certainty, node: Node, read: Fact) -> bool:
    return read in certainty.reads.get(node, ()) and read in certainty.reading(node)


def _is_possible(certainty: Certainty, node: Node, read: Fact) -> bool:
    return read in certainty.reading(node) or certainty.is_written(read, node)


def _here(case: Case, new: bool) -> Certainty:
    reads = case.change.all_reads(new)
    known = frozenset(fact for fact in reads if _is_there(fact, case.data))
    return case.change.certainty(new, case.open_nodes, known)


def _is_there(fact: Fact, data: dict[str, object]) -> bool:
    name, key = fact
    value = data.get(name)
    return name in data and (key is None or not isinstance(value, dict) or key in value)

"""The rule of `migration`, clause by clause: each yields the elements that stand in the way, with a code."""

from __future__ import annotations

from collections.abc import Iterator

from processes.engine.carrying import OPEN, held, parts_of
from processes.engine.comparison import element_of, is_own, kind_of
from processes.engine.elements import Element
from processes.engine.migration_ahead import jumped, passed, unread
from processes.engine.migration_case import Case, Reason
from processes.engine.migration_tokens import arrivals, differences, is_token, marking_of


def reasons_of(case: Case) -> list[Reason]:
    """Why it cannot migrate, one reason an element; empty when the diagrams allow it. The dry run follows."""
    gone = [*_gone(case), *_finished_gone(case)]
    if gone:
        return _one_each(sorted(gone, key=lambda reason: not reason.code.startswith("open_")))
    risks = list(_risky(case))
    found = [*_waits_for_another_thing(case), *_inserted_before_join(case), *risks]
    # What is certain ahead is told of one token at a time: where several come into each other's way it says nothing.
    found += [] if risks else jumped(case)
    return _one_each([*found, *unread(case)])


def _one_each(reasons: list[Reason]) -> list[Reason]:
    return list({reason.element_id: reason for reason in reversed(reasons)}.values())[::-1]


def changed_ahead(case: Case) -> set[str]:
    """Ids of the elements that it holds or can reach and that differ."""
    nodes = {node for node in case.ahead_before | case.ahead_after if case.change.differs(node)}
    return {element_of(name) for _, name in nodes}


def notes_of(case: Case) -> Iterator[Reason]:
    """What does not stand in the way, but should be known."""
    before, after = case.change.old, case.change.new
    yield from passed(case)
    for key in sorted({name for _, name in case.open_nodes} & after.spec.elements.keys()):
        old, new = before.spec.elements[key], after.spec.elements[key]
        forms = [one.properties.get("form", "") for one in (old, new)]
        if forms[0] != forms[1] or before.forms.get(forms[0]) != after.forms.get(forms[1]):
            yield Reason("form_changed", key, forms[1])
        if new.type == "userTask" and _who(old) != _who(new):
            yield Reason("assignment_kept", key)


def _who(element: Element) -> tuple[str | None, ...]:
    return (element.lane_id, *(element.properties.get(name) for name in ("assignee", "candidate_groups")))


def _gone(case: Case) -> Iterator[Reason]:
    for part, running in parts_of(case.workflow):
        for task in held(running):
            node, prefix = (part, task.task_spec.name), "open" if task.has_state(OPEN) else "finished"
            there = case.change.new.task_spec(node)
            if there is None and not is_own(task.task_spec):
                yield Reason(f"{prefix}_deleted", element_of(node[1]))
            elif there is None and element_of(node[1]) != node[1]:
                yield Reason("boundary_changed", element_of(node[1]))
            elif there is None:
                continue  # the frame of a sub-process that is gone: its element tells
            elif kind_of(there) != kind_of(task.task_spec):
                yield Reason(f"{prefix}_retyped", element_of(node[1]))


def _finished_gone(case: Case) -> Iterator[Reason]:
    before, after = case.change.old.spec.elements, case.change.new.spec.elements
    for key in sorted(case.finished):
        if key not in after:
            yield Reason("finished_deleted", key)
        elif key in before and _kind(after[key]) != _kind(before[key]):
            yield Reason("finished_retyped", key)


def _kind(element: Element) -> tuple[str, bool]:
    """Of many, the results are a list: what reads one reads no other."""
    return element.type, element.is_many


def _waits_for_another_thing(case: Case) -> Iterator[Reason]:
    for part, task in case.open_tasks:
        node = (part, task.task_spec.name)
        code = differences(task.task_spec, case.change.new.task_spec(node))
        if code is not None:
            yield Reason(code, element_of(node[1]))
        if is_token(task) and case.change.old.boundary(node) != case.change.new.boundary(node):
            yield Reason("boundary_changed", element_of(node[1]))


def _inserted_before_join(case: Case) -> Iterator[Reason]:
    for part, running in parts_of(case.workflow):
        for join, source in sorted(arrivals(running)):
            spec = case.change.new.task_spec((part, source))
            if spec is None or join not in spec._outputs:
                yield Reason("inserted_before_join", join, source)


def _risky(case: Case) -> Iterator[Reason]:
    for part, running in parts_of(case.workflow):
        here = {node for node in case.ahead_before | case.ahead_after if node[0] == part}
        if any(case.change.differs(node) for node in here):
            yield from sorted(case.change.risks(part, marking_of(running)), key=repr)

"""The diagrams of the classification table."""

from __future__ import annotations

from tests.engine.diagrams import flows, nodes, operation
from tests.engine.many import many
from tests.migration.walks import message, timer


def users(*ids: str) -> list[str]:
    """User tasks, for `nodes`."""
    return [f"userTask {key} name=''" for key in ids]


def line(*steps: str, kind: str = "userTask", **names: str) -> str:
    """User tasks one after another; ``kind``: of a."""
    tasks = [f"{kind if step == 'a' else 'userTask'} {step} name='{names.get(step, '')}'" for step in steps]
    return nodes("startEvent s", *tasks, "endEvent e") + chain("s", *steps, "e")


def chain(*ids: str) -> str:
    """Flows from each to the next."""
    return flows(*[f"{a} {b}" for a, b in zip(ids, ids[1:], strict=False)])


def parallel(left: tuple[str, ...], right: tuple[str, ...], after: str = "c") -> str:
    """Two branches and what comes after their join."""
    ids = [*left, *right, after]
    body = nodes(
        "startEvent s", "parallelGateway p", "parallelGateway j", "endEvent e", *[f"userTask {i}" for i in ids]
    )
    return body + chain("p", *left, "j") + chain("p", *right, "j") + flows("s p", f"j {after}", f"{after} e")


def loop(*steps: str, leave: str = "a.again") -> str:
    """Round and round, while a says so."""
    body = nodes("startEvent s", *users(*steps), 'exclusiveGateway g default="g_e"', "endEvent e")
    return body + chain("s", *steps, "g", "e") + flows(f"g {steps[0]} {leave}")


def bounded(value: str = "'P2D'", *, host: str = "a", after: tuple[str, ...] = (), kind: str = "") -> str:
    """a, then f; a timer on ``host`` leads to c."""
    event = f"boundaryEvent b attachedToRef='{host}' {kind}>{timer('b', value)}"
    return (
        nodes("startEvent s", *users("a", "f", "c", *after), event, "endEvent e")
        + chain("s", "a", "f", "e")
        + chain("b", "c", *after, "e")
    )


def sub(*inner: str, after: tuple[str, ...] = ("z",)) -> str:
    """A sub-process with these tasks, and what comes after it."""
    content = nodes("startEvent s2", *users(*inner), "endEvent e2") + chain("s2", *inner, "e2")
    body = nodes("startEvent s", f"subProcess sub >{content}", *users(*after), "endEvent e")
    return body + chain("s", "sub", *after, "e")


def job(name: str = "work", *after: str) -> str:
    """a, then an operation, which the tests put off."""
    body = nodes("startEvent s", "userTask a", *users(*after), "endEvent e") + operation("w", name)
    return body + chain("s", "a", "w", *after, "e")


def choice(condition: str, *before: str) -> str:
    """x if the condition holds, else y."""
    body = nodes("startEvent s", *[f"userTask {one}" for one in (*before, "x", "y")])
    body += nodes('exclusiveGateway g default="g_y"', "endEvent e")
    return body + chain("s", *before, "g") + flows(f"g x {condition}", "g y", "x e", "y e")


def caught(event: str, *after: str) -> str:
    """Waits for an event."""
    body = nodes("startEvent s", f"intermediateCatchEvent m >{event}", *users(*after), "endEvent e")
    return body + chain("s", "m", *after, "e")


def event_choice(value: str = "'P2D'", *after: str) -> str:
    """x when the message comes, y when the time is up."""
    body = nodes("startEvent s", "eventBasedGateway g", "userTask x", "userTask y", "endEvent e")
    body += nodes(f"intermediateCatchEvent m >{message('m')}", f"intermediateCatchEvent t >{timer('t', value)}")
    body += nodes(*users(*after))
    return body + flows("s g", "g m", "g t", "m x", "t y", "y e") + chain("x", *after, "e")


def counted(*after: str, size: str = "3", sequential: str = "true") -> str:
    """A multi-instance task m."""
    body = nodes("startEvent s", *users(*after), "endEvent e") + many("m", size, sequential=sequential == "true")
    return body + chain("s", "m", *after, "e")


def made_many(body: str, key: str) -> str:
    """The same, with a user task done twice."""
    task = nodes(f"userTask {key} name=''")
    assert task in body
    return body.replace(task, many(key, "2"))


def each(source: str, item: str = "row", gate: str = "", **values: str) -> str:
    """a, then m for each of a list, then z; ``gate``: a condition under which z is left out."""
    task = many("m", source, item=item, more=properties_of(**values))
    ways = chain("s", "a", "m", *(["g"] if gate else []), "z", "e") + (flows(f"g e {gate}") if gate else "")
    split = nodes('exclusiveGateway g default="g_z"') if gate else ""
    return nodes("startEvent s", *users("a", "z"), "endEvent e") + task + split + ways


def properties_of(**values: str) -> str:
    """The properties of a user task."""
    found = "".join(f'<spiffworkflow:property name="{name}" value="{value}"/>' for name, value in values.items())
    inside = f"<spiffworkflow:properties>{found}</spiffworkflow:properties>"
    return f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>"


def with_properties(key: str, **values: str) -> str:
    """A user task with properties."""
    return f"userTask {key} >{properties_of(**values)}"


def said(**values: str) -> str:
    """a, with properties, then b."""
    return nodes("startEvent s", with_properties("a", **values), "userTask b", "endEvent e") + chain("s", "a", "b", "e")


def scripted(script: str) -> str:
    """a, b, then a script."""
    body = nodes("startEvent s", "userTask a", "userTask b", f"scriptTask k ><bpmn:script>{script}</bpmn:script>")
    return body + nodes("endEvent e") + chain("s", "a", "b", "k", "e")


def fork_ahead(kind: str) -> str:
    """a, then x beside y, then c."""
    default = ' default="p_y"' if kind == "inclusiveGateway" else ""
    body = nodes("startEvent s", *users(*"axyc"), f"{kind} p{default}", f"{kind} j", "endEvent e")
    return body + flows("s a", "a p", "p x x == 1" if default else "p x", "p y", "x j", "y j", "j c", "c e")


def fork_around(kind: str) -> str:
    """a beside y, then c."""
    default = ' default="p_y"' if kind == "inclusiveGateway" else ""
    body = nodes("startEvent s", *users(*"ayc"), f"{kind} p{default}", f"{kind} j", "endEvent e")
    return body + flows("s p", "p a x == 1" if default else "p a", "p y", "a j", "y j", "j c", "c e")


def laned(lane: str) -> str:
    """a in that lane, b in another."""
    reference = "<bpmn:flowNodeRef>{}</bpmn:flowNodeRef>"
    lanes = "".join(
        f'<bpmn:lane id="{key}" name="{key}">{reference.format(task)}</bpmn:lane>'
        for key, task in ((lane, "a"), ("other", "b"))
    )
    return f'<bpmn:laneSet id="lanes">{lanes}</bpmn:laneSet>{line("a", "b")}'

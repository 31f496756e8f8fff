"""Small diagrams made at random, as text: blocks inside blocks, and on demand wired as no sound diagram is.

Every decision reads the answer of an operation that stands before it, so that who walks decides.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.engine.diagrams import diagram
from tests.engine.rule_tables import dmn

GATEWAYS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway")
MESSAGES = ("rung", "paid")


@dataclass
class Node:
    """A flow node as text to be. ``scope``: the sub-process it stands in, "" for none."""

    id: str
    tag: str
    scope: str
    attributes: str = ""
    content: str = ""

    @property
    def host(self) -> str:
        """What a boundary event sits on."""
        return self.attributes.split('"')[1] if self.tag == "boundaryEvent" else ""


@dataclass
class Edge:
    """A sequence flow; ``condition``: "" for none."""

    source: str
    target: str
    condition: str = ""


@dataclass
class Model:
    """A diagram in the making. ``interrupted``: elements whose work an event may take away."""

    chance: random.Random
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    interrupted: set[str] = field(default_factory=set)
    others: dict[str, bytes] = field(default_factory=dict)  # the tables
    calls: dict[str, str] = field(default_factory=dict)  # called process → the call activity
    is_sound: bool = True

    def node(self, tag: str, scope: str, attributes: str = "", content: str = "") -> str:
        """A new node; its id."""
        key = f"{tag[:2]}{len(self.nodes)}"
        self.nodes[key] = Node(key, tag, scope, attributes, content)
        return key

    def edge(self, source: str, target: str, condition: str = "") -> None:
        """A new flow."""
        self.edges.append(Edge(source, target, condition))

    def files(self) -> dict[str, bytes]:
        """The diagram's file, and those that it calls."""
        declared = "".join(f'<bpmn:message id="{name}" name="{name}"/>' for name in MESSAGES)
        extra = declared + '<bpmn:error id="broke" name="broke" errorCode="broke"/>'
        called = [diagram(self._scope(key), extra, key) for key, by in self.calls.items() if by in self.nodes]
        drawn = {file: text for one in called for file, text in one.items()}
        return {**diagram(self._scope(""), extra), **drawn, **self.others}

    def around(self, key: str) -> str:
        """The sub-process or call activity that an element stands in, "" for none."""
        scope = self.nodes[key].scope
        return self.calls.get(scope, scope)

    def _scope(self, scope: str) -> str:
        inside = [node for node in self.nodes.values() if node.scope == scope]
        text = "".join(
            f'<bpmn:{one.tag} id="{one.id}" {one.attributes}>{one.content}{self._scope(one.id)}</bpmn:{one.tag}>'
            for one in inside
        )
        keys = {one.id for one in inside}
        for number, one in enumerate(self.edges):
            if one.source in keys and one.target in keys:
                text += f'<bpmn:sequenceFlow id="f{number}" sourceRef="{one.source}" targetRef="{one.target}">'
                text += f"{_condition(one.condition)}</bpmn:sequenceFlow>"
        return text


def _condition(text: str) -> str:
    if not text:
        return ""
    return f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{text}</bpmn:conditionExpression>'


def message_event(name: str) -> str:
    """A message as an event's content, its payload kept."""
    kept = f"<spiffworkflow:messageVariable>{name}</spiffworkflow:messageVariable>"
    extension = f"<bpmn:extensionElements>{kept}</bpmn:extensionElements>"
    return f'<bpmn:messageEventDefinition messageRef="{name}">{extension}</bpmn:messageEventDefinition>'


def timer_event(duration: str) -> str:
    """A duration as an event's content."""
    value = f"<bpmn:timeDuration xsi:type='bpmn:tFormalExpression'>'{duration}'</bpmn:timeDuration>"
    return f"<bpmn:timerEventDefinition>{value}</bpmn:timerEventDefinition>"


ERROR = '<bpmn:errorEventDefinition errorRef="broke"/>'
Block = tuple[str, str]  # first node, last node
Maker = Callable[[Model, str, int], Block]


# A group may claim it: without lanes nobody else would be found.
CLAIMED = (
    "<bpmn:extensionElements><spiffworkflow:properties><spiffworkflow:property name='candidate_groups' value='cc'/>"
    "</spiffworkflow:properties></bpmn:extensionElements>"
)


def user_task(model: Model, scope: str, _size: int) -> Block:
    key = model.node("userTask", scope, content=CLAIMED)
    return key, key


def operation(model: Model, scope: str, _size: int, name: str = "work") -> Block:
    key = model.node("serviceTask", scope)
    asked = f'<spiffworkflow:serviceTaskOperator id="{name}" resultVariable="{key}"><spiffworkflow:parameters>'
    given = '<spiffworkflow:parameter id="a" type="int" value="1"/></spiffworkflow:parameters>'
    call = f"{asked}{given}</spiffworkflow:serviceTaskOperator>"
    model.nodes[key].content = f"<bpmn:extensionElements>{call}</bpmn:extensionElements>"
    return key, key


def catch(model: Model, scope: str, _size: int) -> Block:
    event = model.chance.choice([message_event(model.chance.choice(MESSAGES)), timer_event("PT1H")])
    key = model.node("intermediateCatchEvent", scope, content=event)
    return key, key


def decision(model: Model, scope: str, _size: int) -> Block:
    """A table that reads the answer of an operation."""
    asked, _ = operation(model, scope, 0, "coin")
    key = model.node("businessRuleTask", scope)
    called = f"<spiffworkflow:calledDecisionId>table_{key}</spiffworkflow:calledDecisionId>"
    model.nodes[key].content = f"<bpmn:extensionElements>{called}</bpmn:extensionElements>"
    model.others |= dmn(f"table_{key}", [f"{asked}.n"], ["n"], "0 | 1", "[1..2] | 2")
    model.edge(asked, key)
    return asked, key


def each(model: Model, scope: str, _size: int) -> Block:
    """A user task for each of a list that an operation gives."""
    asked, _ = operation(model, scope, 0, "coin")
    key = model.node("userTask", scope)
    order = f'isSequential="{str(model.chance.random() < 0.5).lower()}"'
    source = f'<bpmn:loopDataInputRef>{asked}.few</bpmn:loopDataInputRef><bpmn:inputDataItem id="{key}_item"/>'
    listed = f"<bpmn:multiInstanceLoopCharacteristics {order}>{source}</bpmn:multiInstanceLoopCharacteristics>"
    model.nodes[key].content = CLAIMED + listed
    model.edge(asked, key)
    return asked, key


def sequence(model: Model, scope: str, size: int) -> Block:
    first, last = block(model, scope, size // 2)
    begin, end = block(model, scope, size - size // 2)
    model.edge(last, begin)
    return first, end


def _decision(model: Model, scope: str, tag: str) -> Block:
    asked, _ = operation(model, scope, 0, "coin")
    gateway = model.node(tag, scope)
    model.edge(asked, gateway)
    return asked, gateway


def choice(model: Model, scope: str, size: int) -> Block:
    tag = model.chance.choice(["exclusiveGateway", "inclusiveGateway"])
    asked, split = _decision(model, scope, tag)
    join = model.node(tag, scope)
    ways = model.chance.randint(2, 3)
    for way in range(ways):
        first, last = block(model, scope, size // ways)
        bit = f"{asked}.bits[{way}]" if tag == "inclusiveGateway" else f"{asked}.n == {way}"
        model.edge(split, first, "" if way == 0 else bit)
        model.edge(last, join)
        if way == 0:
            model.nodes[split].attributes = f'default="f{len(model.edges) - 2}"'
    return asked, join


def parallel(model: Model, scope: str, size: int) -> Block:
    split, join = model.node("parallelGateway", scope), model.node("parallelGateway", scope)
    ways = model.chance.randint(2, 3)
    for _ in range(ways):
        first, last = block(model, scope, size // ways)
        model.edge(split, first)
        model.edge(last, join)
    return split, join


def loop(model: Model, scope: str, size: int) -> Block:
    merge = model.node("exclusiveGateway", scope)
    first, last = block(model, scope, size - 1)
    asked, split = _decision(model, scope, "exclusiveGateway")
    after = model.node("manualTask", scope, content=CLAIMED)
    model.edge(merge, first)
    model.edge(last, asked)
    model.edge(split, after)
    model.nodes[split].attributes = f'default="f{len(model.edges) - 1}"'
    model.edge(split, merge, f"{asked}.n == 1")
    return merge, after


def event_gateway(model: Model, scope: str, size: int) -> Block:
    split, join = model.node("eventBasedGateway", scope), model.node("exclusiveGateway", scope)
    for event in (message_event("rung"), model.chance.choice([message_event("paid"), timer_event("PT2H")])):
        key = model.node("intermediateCatchEvent", scope, content=event)
        first, last = block(model, scope, size // 2)
        model.edge(split, key)
        model.edge(key, first)
        model.edge(last, join)
    return split, join


def with_event(model: Model, scope: str, size: int) -> Block:
    """An activity with an event on its border, which leads to the way on or to an end of its own."""
    is_process = size > 1 and model.chance.random() < 0.6
    is_called = is_process and model.chance.random() < 0.3
    frame = call if is_called else sub_process
    host, _ = frame(model, scope, size) if is_process else user_task(model, scope, 0)
    # An error reaches the border of a sub-process, and none of another diagram.
    kind = model.chance.choice(["timer", "message", "error"] if is_process and not is_called else ["timer", "message"])
    stops = kind == "error" or model.chance.random() < 0.5
    content = {"timer": timer_event("PT3H"), "message": message_event("paid"), "error": ERROR}[kind]
    shape = f'attachedToRef="{host}" cancelActivity="{str(stops).lower()}"'
    event = model.node("boundaryEvent", scope, shape, content)
    if kind == "error":
        _may_fail(model, host)
    if stops:
        model.interrupted.add(host)
    first, last = block(model, scope, 0)
    model.edge(event, first)
    join = model.node("exclusiveGateway", scope)
    model.edge(host, join)
    model.edge(last, join if stops else model.node("endEvent", scope))
    return host, join


def _may_fail(model: Model, host: str) -> None:
    """Before its end the sub-process may throw."""
    end = next(key for key, one in model.nodes.items() if one.scope == host and one.tag == "endEvent")
    into = next(edge for edge in model.edges if edge.target == end)
    asked, split = _decision(model, host, "exclusiveGateway")
    into.target = asked
    model.edge(split, end)
    model.nodes[split].attributes = f'default="f{len(model.edges) - 1}"'
    model.edge(split, model.node("endEvent", host, content=ERROR), f"{asked}.n == 1")


def sub_process(model: Model, scope: str, size: int) -> Block:
    key = model.node("subProcess", scope)
    fill(model, key, size - 1)
    return key, key


def call(model: Model, scope: str, size: int) -> Block:
    """A diagram of its own, called."""
    key = model.node("callActivity", scope)
    process = f"{key}_called"
    model.nodes[key].attributes = f'calledElement="{process}"'
    model.calls[process] = key
    fill(model, process, size - 1)
    return key, key


def fill(model: Model, scope: str, size: int) -> None:
    """Start, block, end."""
    begin, end = model.node("startEvent", scope), model.node("endEvent", scope)
    first, last = block(model, scope, size)
    model.edge(begin, first)
    model.edge(last, end)


SMALL: list[Maker] = [user_task, user_task, operation, catch, decision, each]
LARGE: list[Maker] = [sequence, sequence, choice, parallel, loop, event_gateway, with_event, sub_process, call]


def block(model: Model, scope: str, size: int) -> Block:
    """A random block of about that many parts."""
    return model.chance.choice(SMALL if size <= 1 else LARGE)(model, scope, size)


def sound_model(seed: int, size: int) -> Model:
    """Blocks inside blocks."""
    model = Model(random.Random(seed))
    fill(model, "", size)
    return model


def wild_model(seed: int, size: int) -> Model:
    """The same, with joins of another kind and flows that lead elsewhere."""
    model = sound_model(seed, size)
    model.is_sound = False
    for _ in range(model.chance.randint(1, 3)):
        if model.chance.random() < 0.5:
            _other_join(model)
        else:
            _other_way(model)
    _drop_unreached(model)
    return model


def _drop_unreached(model: Model) -> None:
    """What no flow leads to any more, with all inside it."""
    reached, before = {key for key, one in model.nodes.items() if one.tag == "startEvent"}, -1
    while before != len(reached):
        before = len(reached)
        reached |= {edge.target for edge in model.edges if edge.source in reached}
        reached |= {key for key, one in model.nodes.items() if one.host in reached}
    kept = {key: one for key, one in model.nodes.items() if key in reached}
    while any(model.around(key) and model.around(key) not in kept for key in kept):
        kept = {key: one for key, one in kept.items() if not model.around(key) or model.around(key) in kept}
    model.nodes = kept


def _other_join(model: Model) -> None:
    into = [edge.target for edge in model.edges]
    joins = [one for one in model.nodes.values() if one.tag in GATEWAYS and into.count(one.id) > 1]
    plain = [one for one in joins if sum(edge.source == one.id for edge in model.edges) == 1]
    if plain:
        model.chance.choice(plain).tag = model.chance.choice(GATEWAYS)


def _other_way(model: Model) -> None:
    edge = model.chance.choice(model.edges)
    scope = model.nodes[edge.source].scope
    targets = [
        one.id
        for one in model.nodes.values()
        if one.scope == scope and one.tag in (*GATEWAYS, "userTask") and one.id != edge.source
    ]
    if targets:
        edge.target = model.chance.choice(targets)

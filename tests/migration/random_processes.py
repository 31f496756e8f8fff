"""Random small processes as trees, random edits of them, and their diagrams."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from random import Random

from tests.engine.diagrams import flows, nodes, operation
from tests.engine.many import many
from tests.migration.walks import CALLED, message, timer

LEAVES = ("user", "user", "user", "user", "manual", "job", "message", "timer", "script", "bounded", "many")
FRAMES = ("and", "xor", "or", "loop", "sub", "call")
GATEWAYS = {"and": "parallelGateway", "xor": "exclusiveGateway", "or": "inclusiveGateway"}


@dataclass
class Block:
    """``kind``: a leaf or a frame; ``value``: a time, an operation, a name, a condition; ``inside``: sequences."""

    kind: str
    key: str
    value: str = ""
    inside: list[list[Block]] = field(default_factory=list)


class Maker:
    """Makes and edits trees. ``chance``: where all chance comes from."""

    def __init__(self, chance: Random) -> None:
        self.chance, self.made = chance, 0

    def sequence(self, depth: int = 2) -> list[Block]:
        """One to three blocks."""
        return [self.block(depth) for _ in range(self.chance.randint(1, 3))]

    def block(self, depth: int) -> Block:
        """A leaf, or a frame with sequences inside."""
        self.made += 1
        key = f"k{self.made}"
        if depth == 0 or self.chance.random() < 0.55:
            kind = self.chance.choice(LEAVES)
            inside = [[Block("user", f"{key}late")]] if kind == "bounded" else []
            return Block(kind, key, self.value(kind), inside)
        kind = self.chance.choice(FRAMES)
        inside = [self.sequence(depth - 1) for _ in range(2 if kind in GATEWAYS else 1)]
        return Block(kind, key, self.value(kind), inside)

    def value(self, kind: str) -> str:
        """What a block of that kind may say."""
        if kind in ("timer", "bounded"):
            return self.chance.choice(("'P2D'", "'P3D'"))
        if kind == "message":
            return self.chance.choice(("closed", "opened"))
        return self.chance.choice(("first", "second"))

    def edited(self, tree: list[Block]) -> list[Block]:
        """A copy with one or two edits."""
        copy = deepcopy(tree)
        for _ in range(self.chance.randint(1, 2)):
            self._edit(copy)
        return copy

    def _edit(self, tree: list[Block]) -> None:
        sequence = self.chance.choice(sequences(tree))
        place = self.chance.randrange(len(sequence))
        one = sequence[place]
        edit = self.chance.choice(("insert", "insert", "delete", "value", "retype", "swap", "wrap", "unwrap", "branch"))
        if edit == "insert":
            sequence.insert(self.chance.randint(0, len(sequence)), self.block(1))
        elif edit == "delete" and len(sequence) > 1:
            sequence.remove(one)
        elif edit == "value":
            one.value = self.value(one.kind)
        elif edit == "retype" and one.kind in ("user", "manual"):
            one.kind = "manual" if one.kind == "user" else "user"
        elif edit == "retype" and one.kind in ("sub", "call"):
            one.kind = "call" if one.kind == "sub" else "sub"
        elif edit == "swap":
            self.chance.shuffle(sequence)
        elif edit == "wrap":
            self.made += 1
            kind = self.chance.choice(FRAMES)
            beside = [[self.block(0)]] if kind in GATEWAYS else []
            sequence[place] = Block(kind, f"k{self.made}", "first", [[one], *beside])
        elif edit == "unwrap" and one.kind in FRAMES:
            sequence[place : place + 1] = [block for inner in one.inside for block in inner]
        elif edit == "branch" and one.kind in GATEWAYS:
            one.inside.append([self.block(0)])


def sequences(tree: list[Block]) -> list[list[Block]]:
    """All sequences of a tree, itself first."""
    return [tree, *[found for block in tree for inner in block.inside for found in sequences(inner)]]


def body_of(tree: list[Block]) -> str:
    """The diagram of a tree."""
    drawing = Drawing()
    last = drawing.sequence(tree, "s")
    return nodes("startEvent s", "endEvent e") + drawing.text + flows(f"{last} e") + "".join(drawing.called)


class Drawing:
    """Collects elements and flows. ``asked``: the user task whose answer the next decision reads, if there is one;
    ``called``: the diagrams that are called, of all drawings together."""

    def __init__(self, called: list[str] | None = None) -> None:
        self.text, self.asked = "", ""
        self.called: list[str] = [] if called is None else called

    def sequence(self, blocks: list[Block], previous: str, condition: str = "") -> str:
        """Draws blocks one after another; the id of the last element."""
        for block in blocks:
            previous, condition = self._block(block, previous, condition), ""
        return previous

    def _block(self, block: Block, previous: str, condition: str) -> str:
        entry, last = block.key, block.key
        if block.kind in GATEWAYS:
            entry, last = f"{block.key}in", f"{block.key}out"
            self._branches(block, entry, last)
        elif block.kind == "loop":
            entry, last = f"{block.key}in", f"{block.key}out"
            self._loop(block, entry, last)
        elif block.kind in ("sub", "call"):
            inner = Drawing(self.called)
            end = inner.sequence(block.inside[0], f"{block.key}s")
            content = nodes(f"startEvent {block.key}s", f"endEvent {block.key}e") + inner.text
            content += flows(f"{end} {block.key}e")
            if block.kind == "call":
                self.text += nodes(f'callActivity {block.key} calledElement="{block.key}p"')
                self.called.append(f"{CALLED}{block.key}p {content}")
            else:
                self.text += nodes(f"subProcess {block.key} >{content}")
        else:
            self._leaf(block)
            last = f"{block.key}m" if block.kind == "bounded" else last
        self.text += flows(f"{previous} {entry} {condition}".strip())
        return last

    def _branches(self, block: Block, entry: str, last: str) -> None:
        kind, asked = GATEWAYS[block.kind], self.asked
        firsts = [f"{one[0].key}in" if one[0].kind in (*GATEWAYS, "loop") else one[0].key for one in block.inside]
        default = "" if block.kind == "and" else f' default="{entry}_{firsts[-1]}"'
        self.text += nodes(f"{kind} {entry}{default}", f"{kind} {last}")
        for number, branch in enumerate(block.inside):
            self.asked = ""
            is_free = block.kind == "and" or number == len(block.inside) - 1
            said = (
                "" if is_free else f"{asked}.n == {number}" if asked else f"x == {number + (block.value == 'second')}"
            )
            end = self.sequence(branch, entry, said)
            self.text += flows(f"{end} {last}")
        self.asked = ""

    def _loop(self, block: Block, entry: str, last: str) -> None:
        self.asked = ""
        self.text += nodes(f"exclusiveGateway {entry}")
        end = self.sequence(block.inside[0], entry)
        again = f"{self.asked}.n == 2" if self.asked else "x == 7"
        self.text += flows(f"{end} {last}", f"{last} {entry} {again}") + nodes(f"exclusiveGateway {last} default='???'")
        self.asked = ""

    def _leaf(self, block: Block) -> None:
        key, value = block.key, block.value
        if block.kind in ("user", "manual", "bounded"):
            tag = "manualTask" if block.kind == "manual" else "userTask"
            self.text += nodes(f'{tag} {key} name="{value}"')
            self.asked = key
        if block.kind == "bounded":
            self.text += nodes(f"boundaryEvent {key}b attachedToRef='{key}' >{timer(f'{key}b', value)}")
            self.asked = ""  # on this way nobody has answered
            last = self.sequence(block.inside[0], f"{key}b")
            self.text += nodes(f"exclusiveGateway {key}m") + flows(f"{last} {key}m", f"{key} {key}m")
            self.asked = ""
        elif block.kind == "many":
            self.text += many(key, "2", sequential=value == "second")
            self.asked = ""
        elif block.kind == "job":
            self.text += operation(key, value)
        elif block.kind == "script":
            self.text += nodes(f"scriptTask {key} ><bpmn:script>{key} = '{value}'</bpmn:script>")
        elif block.kind in ("message", "timer"):
            event = message(key, value) if block.kind == "message" else timer(key, value)
            self.text += nodes(f"intermediateCatchEvent {key} >{event}")

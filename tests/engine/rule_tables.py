"""Decision tables and the tasks that call them, as text."""

from __future__ import annotations

from tests.engine.diagrams import nodes


def dmn(key: str, inputs: list[str], outputs: list[str], *rules: str, policy: str = "UNIQUE") -> dict[str, bytes]:
    """The file of a decision. ``inputs``: expressions, ``#`` before one of numbers; ``rules``: cells between ``|``."""
    columns = "".join(
        f'<input id="i{n}"><inputExpression id="x{n}" typeRef="{"number" if source[0] == "#" else "string"}">'
        f"<text>{source.lstrip('#')}</text></inputExpression></input>"
        for n, source in enumerate(inputs)
    )
    columns += "".join(f'<output id="o{n}" name="{name}"/>' for n, name in enumerate(outputs))
    for number, cells in enumerate(rules):
        texts = [cell.strip() for cell in cells.split("|")]
        kinds = ["inputEntry"] * len(inputs) + ["outputEntry"] * len(outputs)
        made = [f"<{kind}><text><![CDATA[{text}]]></text></{kind}>" for kind, text in zip(kinds, texts, strict=True)]
        columns += f'<rule id="{key}_{number}">{"".join(made)}</rule>'
    head = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">'
    table = f'<decisionTable id="t" hitPolicy="{policy}">{columns}</decisionTable>'
    return {f"{key}.dmn": f'{head}<decision id="{key}" name="{key}">{table}</decision></definitions>'.encode()}


def rule_task(key: str, decision: str, more: str = "") -> str:
    """A business rule task that calls a decision; ``more``: its other extensions."""
    called = f"<spiffworkflow:calledDecisionId>{decision}</spiffworkflow:calledDecisionId>{more}"
    return nodes(f"businessRuleTask {key} ><bpmn:extensionElements>{called}</bpmn:extensionElements>")

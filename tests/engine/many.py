"""User tasks for each of many, as text."""

from __future__ import annotations

from tests.engine.diagrams import nodes


def many(
    key: str, source: str, *, item: str = "", sequential: bool = False, result: str = "", more: str = "", kind: str = ""
) -> str:
    """A user task for each of a list, or a number of times. ``more``: its other content; ``kind``: another tag."""
    tag = "loopCardinality" if source.isdigit() or source.startswith("#") else "loopDataInputRef"
    inner = f"<bpmn:{tag}>{source.lstrip('#')}</bpmn:{tag}>"
    inner += f"<bpmn:loopDataOutputRef>{result}</bpmn:loopDataOutputRef>" if result else ""
    inner += f'<bpmn:inputDataItem id="{key}_item" name="{item}"/>' if item else ""
    loop = f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}">{inner}'
    return nodes(f"{kind or 'userTask'} {key} >{more}{loop}</bpmn:multiInstanceLoopCharacteristics>")

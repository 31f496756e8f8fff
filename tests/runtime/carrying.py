"""Another system that carries parcels: an external operation, and a process that asks for it."""

from __future__ import annotations

from processes.commands import CompleteWorkItem
from processes.operations import ExternalCall
from tests.runtime.small import folder, item_at, publish, start
from tests.support.bank import Bank


class Carrier:
    """Another company's system: remembers every call, and fails when told to."""

    def __init__(self) -> None:
        self.calls: list[ExternalCall] = []
        self.during: object = None
        self.is_down = False

    def __call__(self, call: ExternalCall) -> dict[str, object]:
        self.calls.append(call)
        if callable(self.during):
            self.during()
        if self.is_down:
            raise ConnectionError("no route")
        return {"amount": 6, "parcel": f"P{len(self.calls)}"}


def publish_parcel(bank: Bank) -> None:
    """The process handover, its operation made by the carrier."""
    files = {path: content.replace(b"handover", b"parcel") for path, content in folder("handover").items()}
    diagram = files.pop("handover.bpmn").replace(b'"test_double"', b'"test_send"')
    publish(bank, {**files, "parcel.bpmn": diagram})


def asked(small: Bank) -> int:
    """An instance that waits for the carrier."""
    instance_id = start(small, "parcel")
    small.execute(CompleteWorkItem(item_at(small, instance_id, "enter_amount").id, {"amount": ["3"]}), "lin")
    return instance_id

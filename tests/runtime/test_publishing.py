"""Publishing: what cannot run is refused by element and reason; versions never change under an instance."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from processes.commands import CompleteWorkItem, PublishDefinition
from processes.engine.errors import DefinitionRefused
from processes.errors import NotAllowed
from processes.models import Definition, DefinitionVersion, Instance
from tests.runtime.small import events, folder, instance_row, item_at, publish, start
from tests.support.bank import Bank

DIAGRAM, ENTRY = "handover.bpmn", "forms/entry.json"


def changed(old: str, new: str, file: str = DIAGRAM) -> dict[str, bytes]:
    """The files of handover with one text replaced."""
    files = folder("handover")
    assert old in files[file].decode(), "the text to change is not there"
    return {**files, file: files[file].decode().replace(old, new).encode()}


def versions(bank: Bank) -> list[DefinitionVersion]:
    with bank.runtime.read_session() as session:
        found = select(DefinitionVersion).join(Definition).where(Definition.key == "handover")
        return list(session.scalars(found.order_by(DefinitionVersion.version)))


REFUSED = [
    ('name="form" value="entry"', 'name="form" value="entri"', DIAGRAM, "enter_amount", "unknown_form", "entri"),
    ('Operator id="test_double"', 'Operator id="triple"', DIAGRAM, "double_amount", "unknown_operation", "triple"),
    ('name="prefill" value="test_entry"', 'name="prefill" value="x"', DIAGRAM, "enter_amount", "unknown_prefill", "x"),
    ('name="check" value="test_entry"', 'name="check" value="x"', DIAGRAM, "enter_amount", "unknown_check", "x"),
    ('value="check_amount"', 'value="nobody"', DIAGRAM, "countersign", None, "nobody"),
    ('value="enter_amount.amount"', 'value="__import__(1)"', DIAGRAM, None, None, "__import__"),
    ('"type": "integer"', '"type": "integre"', ENTRY, "amount", None, "integre"),
    ('"max": 99', '"max": 99, "visible_if": "1 +"', ENTRY, "amount", "expression_refused", "1 +"),
    ('"max": 99', '"maximum": 99', ENTRY, None, "unknown_key", "maximum"),
]


@pytest.mark.parametrize(("old", "new", "file", "element", "code", "detail"), REFUSED)
def test_what_cannot_run_is_refused_naming_element_and_reason(
    small: Bank, old: str, new: str, file: str, element: str | None, code: str | None, detail: str
) -> None:
    with pytest.raises(DefinitionRefused) as refused:
        publish(small, changed(old, new, file))
    problem = refused.value.problems[0]
    assert problem.file == file
    assert element is None or problem.element_id == element
    assert code is None or problem.code == code
    assert detail in problem.detail
    assert len(versions(small)) == 1


def test_every_problem_is_told_at_once(small: Bank) -> None:
    files = changed('value="test_entry"', 'value="x"')
    with pytest.raises(DefinitionRefused) as refused:
        publish(small, files)
    assert {problem.code for problem in refused.value.problems} == {"unknown_prefill", "unknown_check"}


def test_a_file_that_is_not_xml_is_refused(small: Bank) -> None:
    with pytest.raises(DefinitionRefused):
        publish(small, {**folder("handover"), DIAGRAM: b"<bpmn:definitions"})
    with pytest.raises(DefinitionRefused):
        publish(small, {**folder("handover"), ENTRY: b"{"})


def test_the_same_files_are_the_same_version(small: Bank) -> None:
    before = versions(small)
    assert publish(small, folder("handover")) == before[0].id
    assert len(versions(small)) == 1
    assert len(events(small, "definition:handover")) == 1


def test_a_changed_file_is_the_next_version_with_reason_and_digest(small: Bank) -> None:
    publish(small, changed("会签", "复签"), "a better name")
    first, second = versions(small)
    assert (second.version, second.reason, second.published_by) == (2, "a better name", "system")
    assert first.digest != second.digest
    event = events(small, "definition:handover")[-1]
    assert (event.action, event.actor) == ("definition:publish", "system:system")
    assert second.digest in event.context


def test_an_instance_stays_on_the_version_it_began_with(small: Bank) -> None:
    old_id = start(small, "handover")
    publish(small, changed('"max": 99', '"max": 5', ENTRY))
    new_id = start(small, "handover")
    assert instance_row(small, old_id).definition_version_id != instance_row(small, new_id).definition_version_id
    small.execute(CompleteWorkItem(item_at(small, old_id, "enter_amount").id, {"amount": ["50"]}), "lin")
    assert instance_row(small, old_id).data["double_amount"] == {"amount": 100}


@pytest.mark.parametrize("login", ["lin", "zhou", "chen", "gao", "xu", "shen", "admin"])
def test_nobody_publishes_past_the_drafts(small: Bank, login: str) -> None:
    with pytest.raises(NotAllowed):
        small.execute(PublishDefinition(changed("会签", "复签"), "not mine"), login)
    assert len(versions(small)) == 1


def test_a_first_version_that_is_refused_leaves_no_definition(bank: Bank) -> None:
    with pytest.raises(DefinitionRefused):
        publish(bank, changed('name="form" value="entry"', 'name="form" value="entri"'))
    with bank.runtime.read_session() as session:
        assert session.scalar(select(func.count(Definition.id)).where(Definition.key == "handover")) == 0
        assert session.scalar(select(func.count(Instance.id))) == 0

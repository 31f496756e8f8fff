"""Owns the sentence for each reason why a definition is refused; names file, element and what to do."""

from processes.engine.errors import Problem
from web.languages import gettext as _


def refusal_line(problem: Problem) -> str:
    """One line: file, element, reason, and the value at fault."""
    where = problem.file if problem.element_id is None else f"{problem.file} · {problem.element_id}"
    return f"{where}: {refusal_reason(problem)}"


def refusal_reason(problem: Problem) -> str:
    """The reason and the value at fault, without the place."""
    reason = _reason(problem.code)
    return f"{reason} ({problem.detail})" if problem.detail else reason


def _reason(code: str) -> str:
    reasons = {
        **_file_reasons(),
        **_called_reasons(),
        **_table_reasons(),
        **_many_reasons(),
        **_size_reasons(),
        **_structure_reasons(),
        **_banned_reasons(),
        **_event_reasons(),
        **_text_reasons(),
        **_form_reasons(),
        **_scenario_reasons(),
        **_standard_reasons(),
        **_duty_reasons(),
    }
    return reasons.get(code) or _("this cannot run; correct it and publish again")


def _file_reasons() -> dict[str, str]:
    return {
        "too_large": _("the file is too large"),
        "not_xml": _("this is no well-formed XML"),
        "doctype": _("a DOCTYPE is not allowed; remove it"),
        "one_diagram": _("there must be exactly one diagram that no other calls"),
        "one_process": _("the diagram must hold exactly one process"),
        "not_valid": _("this is no valid BPMN"),
        "encoding": _("the file must be saved as UTF-8"),
        "text_too_long": _("a text or an attribute is too long"),
        "not_drawable": _("the diagram cannot be drawn; correct the place of this element"),
        "more_problems": _("there are more faults; correct these first"),
        "too_many_files": _("a process may have 200 files"),
        "files_too_large": _("the files of a process may have 5 MB together"),
        "file_name": _("a file's name holds letters, digits, blanks and _ . ( ) -"),
        "double_file": _("two files have this name; send one"),
        "other_process": _("the diagram is of another process; publish it on that one's page"),
        "duplicate_form": _("another file holds a form of this key"),
        "unknown_file": _("only diagrams (.bpmn), tables (.dmn), forms and scenarios (.json) can be published"),
    }


def _called_reasons() -> dict[str, str]:
    return {
        "too_many_diagrams": _("a process may have 20 diagrams"),
        "too_many_in_all": _("the diagrams have more than 1,000 elements together; split the process"),
        "no_called": _("the call activity names no process"),
        "unknown_called": _("no diagram of this process's folder holds the called process"),
        "calls_itself": _("the called process calls back; it would never end"),
        "process_io": _("a called process gets all data and gives all back; remove the input and output specification"),
        "shared_id": _("another diagram of the process uses this id"),
        "declared_twice": _("another diagram declares another message, signal, error or escalation under this id"),
    }


def _table_reasons() -> dict[str, str]:
    return {
        "one_decision": _("the file must hold exactly one decision with one table"),
        "hit_policy": _("use the hit policy UNIQUE, FIRST or COLLECT, without aggregation"),
        "empty_table": _("the table has no rules, no outputs, or two outputs of one name"),
        "rule_id": _("every rule needs an id of its own"),
        "rule_cells": _("the rule has too many or too few cells"),
        "cell": _("this cell cannot be evaluated"),
        "too_many_cells": _("the table has more than 5,000 cells; split it"),
        "required_decision": _("a table that requires another is not supported; give its result as an input"),
        "too_many_columns": _("the table has more than 100 columns; split it"),
        "decision_key": _("the decision needs an id of at most 100 characters"),
        "output_name": _("an output's name holds letters, digits and _, and begins with a letter"),
        "duplicate_decision": _("another file holds a decision of this id"),
        "no_decision": _("the business rule task names no decision"),
        "unknown_decision": _("no table of this process holds this decision"),
        "output_reserved": _("the rules that matched are stored under this name; give the output another"),
    }


def _many_reasons() -> dict[str, str]:
    return {
        "multi_instance": _("only a user task can be done for each of many"),
        "many_source": _("name either the list or the number of times"),
        "many_list": _("the list is a name of the data, or a field of one, such as plan.tasks"),
        "many_count": _("the number of times is a whole number, or a name of the data"),
        "too_many_instances": _("a task can be done 200 times"),
        "many_name": _("the name holds letters, digits and _, and begins with a letter"),
        "item_name": _("another element or result has the name of the item; choose another"),
        "completion_condition": _("a condition that ends it early is not supported; all are waited for"),
        "many_io": _("a task for each of many takes no input or output specification"),
    }


def _size_reasons() -> dict[str, str]:
    return {
        "too_many_elements": _("the diagram has more than 500 elements; split it"),
        "too_many_flows": _("the diagram has more than 1,000 flows; split it"),
        "too_many_lanes": _("the diagram has more than 100 lanes; split it"),
        "too_many_parts": _("the diagram is too large; split it"),
        "too_many_attributes": _("the element has too many attributes"),
        "id_too_long": _("the id is too long; use at most 100 characters, for a lane 50"),
        "name_too_long": _("the name is longer than 200 characters"),
    }


def _structure_reasons() -> dict[str, str]:
    return {
        "duplicate_id": _("the id is used twice"),
        "missing_id": _("an element has no id"),
        "no_start_event": _("a start event is missing"),
        "several_start_events": _("there is more than one start event"),
        "no_end_event": _("an end event is missing"),
        "flow_leaves_sub_process": _("the flow crosses the border of a sub-process; end it inside"),
        "double_flow": _("two flows join the same elements; remove one"),
        "flow_end_missing": _("the sequence flow leads nowhere"),
        "dead_end": _("nothing follows; draw a flow to an end event"),
        "implicit_split": _("two flows leave without a gateway; draw one"),
        "unreachable": _("no flow leads here"),
        "loop_without_gateway": _("the loop has no gateway and would never end"),
        "too_many_ways": _("gateways in a row split into more ways than can be run; draw fewer branches"),
        "condition_ignored": _("a condition on the only flow is ignored; use a gateway"),
        "no_default_flow": _("the gateway needs a default flow"),
        "no_condition": _("the flow needs a condition"),
    }


def _banned_reasons() -> dict[str, str]:
    return dict.fromkeys(
        (
            *("complex_gateway", "ad_hoc_sub_process", "event_sub_process"),
            *("transaction", "link_event", "compensation_event", "conditional_event", "cancel_event"),
            *("standard_loop",),
        ),
        _("this kind of element cannot be run here; draw it another way"),
    )


def _event_reasons() -> dict[str, str]:
    return {
        "several_events": _("an event may wait for one thing only"),
        "no_event": _("the event says not what it waits for"),
        "event_unknown": _("the message, signal, error or escalation is not declared with a name"),
        "nobody_hears": _("nothing in the diagram waits for what is sent here; it would be lost"),
        "never_thrown": _("nothing in the diagram sends what is waited for here"),
        "two_timers": _("two timers behind one event gateway: the shorter would never fire"),
        "event_gateway_target": _("behind an event gateway stand only events, each with this one way to it"),
        "boundary_host": _("the event sits on nothing that can be interrupted"),
        "correlation": _("correlation keys are not supported; messages find their plan by themselves"),
    }


def _text_reasons() -> dict[str, str]:
    return {
        "expression": _("the expression cannot be evaluated"),
        "expression_refused": _("the expression cannot be evaluated"),
        "no_script": _("the script is missing"),
        "script": _("the script may only assign, decide and delete"),
        "no_operation": _("the service task names no operation"),
        "no_result_variable": _("the service task names no result variable"),
        "reserved_name": _("the name is reserved; choose another"),
        "value_too_long": _("the property is too long"),
        "no_timer_value": _("the timer has no value"),
        "timer_value": _('the timer\'s value must be a quoted ISO text such as "P2D", of a hundred years at most'),
        "unknown_property": _("no such property is known; check its spelling"),
        "group_name": _("a group's name holds small letters, digits and _"),
        "not_by_unknown": _("the element to keep apart does not exist"),
        "unknown_element": _("the element to keep apart does not exist"),
        "unknown_form": _("there is no such form; add forms/<key>.json"),
        "unknown_operation": _("there is no such operation"),
        "unknown_prefill": _("there is no such prefill"),
        "unknown_check": _("there is no such check"),
    }


def _form_reasons() -> dict[str, str]:
    return {
        "not_json": _("this is no JSON"),
        "not_a_form": _("this is no form"),
        "duplicate_key": _("the setting stands twice; remove one"),
        "wrong_kind": _("the setting is of another kind: a text, a number, true or false, or a list is expected"),
        "too_many_values": _("the form is too large; split it"),
        "too_deep": _("the form has too many levels"),
        "unseen_character": _("a text has a character that cannot be stored or seen; type it again"),
        "duplicate_option": _("two options have this value"),
        "too_many_options": _("a choice may have 500 options"),
        "key_missing": _("the form has no key, or one longer than 100 characters"),
        "too_many_fields": _("the form has more than 500 fields; split it"),
        "table_in_table": _("a table cannot hold another"),
        "attachment_in_table": _("files are attached to the form, not to a row of a table"),
        "no_kinds": _("the field must say which kinds of files it takes: pdf, image, office, text"),
        "unknown_kind": _("there is no such kind of files, or it stands twice: pdf, image, office, text"),
        "not_a_section": _("this is no section"),
        "not_a_field": _("this is no field"),
        "not_a_rule": _("this is no rule"),
        "no_sections": _("the form has no sections"),
        "no_fields": _("the section has no fields"),
        "duplicate_field": _("the field's id is used twice"),
        "unknown_field": _("there is no such field"),
        "unknown_key": _("no such setting is known; check its spelling"),
        "unknown_type": _("there is no such kind of field"),
        "bad_id": _("an id begins with a small letter and holds small letters, digits and _"),
        "text_missing": _("the text is missing in Chinese or English"),
        "no_options": _("the choice has no options"),
        "bad_option": _("an option needs a value and a label in both languages"),
        "no_columns": _("the table has no columns"),
        "no_formula": _("the computed field has no formula"),
        "prefill_in_table": _("only fields outside of tables can be prefilled; prefill the table"),
        "prefill_unknown": _("the prefill names neither a field of another task's form nor one of this form"),
        "bad_pattern": _("the pattern is no regular expression, or one that some texts make slow"),
        "not_a_number": _("a number is expected"),
    }


def _scenario_reasons() -> dict[str, str]:
    return {
        "unknown_do": _("there is no such step"),
        "unknown_expect": _("nothing of this kind can be expected"),
        "missing_value": _("a value is missing here"),
        "no_moment": _("a moment with its offset is expected, such as 2026-03-02T10:00:00+08:00"),
        "too_many_steps": _("a try-out has at most 200 steps, a scenario at most 100 expectations"),
        "nothing_expected": _("the scenario expects nothing"),
        "too_many_scenarios": _("a process may have 50 scenarios"),
    }


def _standard_reasons() -> dict[str, str]:
    return {
        "standard_value": _("a parameter or a cell of the standard holds something else than is expected"),
        "standard_missing": _("this part of the standard is missing"),
        "standard_twice": _("two tables have one id"),
        "standard_policy": _("tables of the standard use the hit policy UNIQUE or FIRST"),
        "standard_outputs": _("an output that the standard needs is missing"),
        "standard_indicators": _("the indicators are I1 to I8, each once, in order"),
        "standard_weights": _("the weights must total 100 %"),
        "standard_input": _("no rating gives a value of this name; use one of the table's own inputs"),
        "standard_points": _("points are a number from 0 to 100"),
        "standard_amount": _("a number from 0 is expected"),
        "standard_count": _("a whole number from 0 is expected"),
        "standard_flag": _("True or False is expected"),
        "standard_text": _("a text in quotation marks is expected"),
        "standard_tier": _('a tier is one of "A", "B", "C", "D" and "P"'),
        "standard_result": _("a recommendation is one of the three results of the procedure, in its Chinese words"),
        "standard_period": _('a period is "month", "quarter" or "half-year"'),
        "standard_tier_rows": _("there must be one row for this tier"),
        "standard_ranks": _("the ranks are those of A, B, P, C and D, each once"),
    }


def _duty_reasons() -> dict[str, str]:
    return {
        "approval_missing": _("what is drafted here must be approved by a task with this form"),
        "approval_bypassed": _("this can be reached without the approval by a task with this form"),
        "approval_lane": _("the approving task must stand in this lane"),
        "approval_many": _("an approving task cannot be done for each of many: for none it would be skipped"),
        "approval_assignee": _("an approving task is given to its lane's people; remove the assignee"),
        "approval_groups": _("these groups may not approve here"),
        "four_eyes_missing": _("whoever did these tasks may not approve; name them under “not by”"),
    }

"""What the standard refuses: a record it cannot read, or files that are no standard."""

from __future__ import annotations

from processes.errors import ProcessError


class RecordInvalid(ProcessError):
    """A customer record holds a value the standard cannot read.

    ``record``: its customer_id, or "#n" (position, from 1) while that is unknown; ``field``: dotted path, "" for
    the record as a whole; ``reason``: not_json, not_a_record, required, not_a_number, not_an_integer, not_text,
    not_a_list, not_an_option, not_a_boolean, out_of_range.
    """

    def __init__(self, record: str, field: str, reason: str) -> None:
        super().__init__(f"record {record}, field {field or '(whole record)'}: {reason.replace('_', ' ')}")
        self.record = record
        self.field = field
        self.reason = reason


class StandardInvalid(ProcessError):
    """The files of a standard are incomplete or contradict one another.

    ``file``; ``detail``: what is wrong; ``code``: standard_value, standard_missing, standard_twice, standard_policy,
    standard_outputs, standard_indicators, standard_weights or standard_ranks.
    """

    def __init__(self, file: str, detail: str, code: str = "standard_value") -> None:
        super().__init__(f"{file}: {detail}")
        self.file = file
        self.detail = detail
        self.code = code

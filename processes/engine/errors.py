"""What the engine refuses and how it fails. Must not word sentences for people: codes are for `web`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from processes.errors import ProcessError

MAX_PROBLEMS = 100  # told of one publishing
LONGEST_TOLD = 200  # characters of anything that a file says
UNSEEN = ("Cc", "Cf", "Cs")  # control characters, marks that turn the direction of reading, halves of characters


@dataclass(frozen=True)
class Problem:
    """One reason why a definition cannot be published.

    ``file``: path inside the process folder; ``element_id``: BPMN id, None when the file itself is at fault;
    ``code``: reason code, the key of the sentence in `web`; ``detail``: the value at fault.
    """

    file: str
    element_id: str | None
    code: str
    detail: str = ""

    def __post_init__(self) -> None:
        """What a file says is told in short, and without what a page, a log or a database cannot hold."""
        object.__setattr__(self, "file", shown(self.file))
        object.__setattr__(self, "detail", shown(self.detail))
        if self.element_id is not None:
            object.__setattr__(self, "element_id", shown(self.element_id))


def shown(text: object) -> str:
    """A text of a file, cut to what a line takes; signs that nobody sees, or that no page can hold, are ``�``."""
    signs = str(text) if len(str(text)) <= LONGEST_TOLD else str(text)[:LONGEST_TOLD] + "…"
    return "".join("�" if unicodedata.category(sign) in UNSEEN and sign != "\n" else sign for sign in signs)


def is_seen(text: str) -> bool:
    """Whether every sign of a text can be stored and is seen where it stands."""
    return not any(unicodedata.category(sign) in UNSEEN and sign not in "\n\t" for sign in text)


class DefinitionRefused(ProcessError):
    """The files of a process cannot be run. ``problems``: at least one, at most `MAX_PROBLEMS` and a last one that
    says so: a file of nothing but faults would make a page that nobody can open."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        told = tuple(islice(problems, MAX_PROBLEMS + 1))
        if len(told) > MAX_PROBLEMS:
            told = (*told[:-1], Problem(told[-1].file, None, "more_problems", str(MAX_PROBLEMS)))
        super().__init__("; ".join(f"{p.file} {p.element_id or ''} {p.code} {p.detail}" for p in told))
        self.problems = told


class ExpressionRefused(ProcessError):
    """An expression is outside the language, or could not be evaluated. ``source``: the whole expression."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{reason}: {source[:200]}")
        self.source = source
        self.reason = reason

    @property
    def told(self) -> str:
        """The reason, and the text of the diagram."""
        return str(self)


class NoRuleMatched(ProcessError):
    """No rule of a decision table matches its inputs. ``key``: the decision's id."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key

    @property
    def told(self) -> str:
        """Which table."""
        return self.key


class SeveralRulesMatched(ProcessError):
    """A UNIQUE table matched more than one rule. ``rules``: their ids."""

    def __init__(self, key: str, rules: tuple[str, ...]) -> None:
        super().__init__(f"{key}: {', '.join(rules)}")
        self.key = key
        self.rules = rules

    @property
    def told(self) -> str:
        """Which table and rules."""
        return str(self)


class DataRefused(ProcessError):
    """Values that process data cannot hold. ``path``: where, dotted."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason

    @property
    def told(self) -> str:
        """The reason; a path may hold keys that came with the values."""
        return self.reason


class TaskNotOpen(ProcessError):
    """The task is not there, not open any more, or of another kind. ``task_id``: the engine's id."""

    def __init__(self, task_id: str) -> None:
        super().__init__(task_id)
        self.task_id = task_id

    @property
    def told(self) -> str:
        """The engine's id."""
        return self.task_id


class StateRefused(ProcessError):
    """A stored state or definition was written by another version of the engine."""

    @property
    def told(self) -> str:
        """Which version, or that it cannot be read."""
        return str(self)


class InstanceStranded(ProcessError):
    """The instance is neither completed nor waiting for anybody."""


class StepBudgetExceeded(ProcessError):
    """One advance ran more steps than any sound diagram needs: it loops without a wait."""

    @property
    def told(self) -> str:
        """The element it was at."""
        return str(self)


class TooManyInstances(ProcessError):
    """A task is to be done for more than so many. ``element_id``: the task; ``count``: for how many."""

    def __init__(self, element_id: str, count: int, limit: int) -> None:
        super().__init__(
            f"{element_id}: {count}, at most {limit}" if count < 10**9 else f"{element_id}: at most {limit}"
        )
        self.element_id = element_id
        self.count = count

    @property
    def told(self) -> str:
        """The task, how many, and the limit."""
        return str(self)


class EngineFailed(ProcessError):
    """The engine itself could not take the step, or the process made values that its data cannot hold."""

    @property
    def told(self) -> str:
        """What kind of failure; never the values."""
        cause = self.__cause__
        return cause.told if isinstance(cause, DataRefused) else type(cause).__name__


class StateTooLarge(ProcessError):
    """The state is larger than any sound process needs: something in it grows without end. ``size``: bytes."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(f"{size} bytes, at most {limit}")
        self.size = size
        self.limit = limit

    @property
    def told(self) -> str:
        """The size and its limit."""
        return str(self)


# A diagram, its data or its stored state cannot go on: nothing that the person who acts can put right.
FAULTS = (
    *(ExpressionRefused, NoRuleMatched, SeveralRulesMatched, StateRefused, InstanceStranded, StepBudgetExceeded),
    *(EngineFailed, StateTooLarge, TooManyInstances),
)

"""Requests of persons about their data 个人信息请求 (E7): taken in, decided by the head of the command centre."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from processes.command_registry import handles
from processes.commands.erasing import Because
from processes.context import CommandContext
from processes.errors import NotAllowed, NotFound, ProcessError
from services.calendar import BankCalendar
from services.models import AM, CC, CC_HEAD, Customer, PrivacyRequest, Restriction
from services.privacy.erasing import erase
from services.privacy.finding import ERASABLE, FIXED, Hit, search
from services.privacy.holds import refuse_held
from services.visibility import may_see_customer

KINDS = ("access", "correction", "deletion", "withdrawal")
ANSWER_DAYS = 15  # working days (E7)
OPEN, GRANTED, REFUSED, STORAGE_ONLY = "open", "granted", "refused", "storage_only"
TAKERS = (AM, CC, CC_HEAD)


class RequestRefused(ProcessError):
    """``code``: unnamed, future, unanswered, decided, none_ticked, or changed: what was ticked is no longer found."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class TakeRequest:
    """A person has asked. ``person``, ``post``: as the customer's records name him; ``post`` may be empty."""

    customer_id: int
    kind: str
    person: str
    post: str
    received_on: date


@dataclass(frozen=True)
class AnswerRequest:
    """Decide a request by an answer; erasing is `EraseForRequest`."""

    request_id: int
    is_granted: bool
    answer: str


@dataclass(frozen=True)
class EraseForRequest:
    """Erase what the officer ticked of what was found. ``ticked``: keys of hits."""

    request_id: int
    ticked: Sequence[str]
    answer: str


@dataclass(frozen=True)
class RecordPersonExport:
    """What is kept about the person is about to be handed over. ``sha256``: of the file, hexadecimal."""

    request_id: int
    records: int
    size: int
    sha256: str


@handles(TakeRequest)
def take_request(context: CommandContext, command: TakeRequest) -> int:
    """Its id. The account manager of the customer or the command centre."""
    if context.actor.role not in TAKERS:
        raise NotAllowed
    if not may_see_customer(context.session, context.actor, command.customer_id):
        raise NotFound(str(command.customer_id))
    person, post = command.person.strip()[:50], command.post.strip()[:50]
    if len(person) < 2 or command.kind not in KINDS:
        raise RequestRefused("unnamed")
    if command.received_on > context.today:
        raise RequestRefused("future")
    request = PrivacyRequest(customer_id=command.customer_id, kind=command.kind, person=person, post=post or None)
    request.received_on, request.status = command.received_on, OPEN
    request.due_on = BankCalendar().add_working_days(context.session, command.received_on, ANSWER_DAYS)
    request.taken_by_id, request.taken_at = context.actor.user_id or 0, context.now
    context.session.add(request)
    context.session.flush()
    _tell(context, request, "privacy:request", kind=request.kind, due=request.due_on.isoformat())
    return request.id


@handles(AnswerRequest)
def answer_request(context: CommandContext, command: AnswerRequest) -> None:
    """A refused or granted request keeps the person's name: it says to whom the answer went."""
    request = request_to_decide(context, command.request_id)
    _decide(context, request, GRANTED if command.is_granted else REFUSED, command.answer)


@handles(EraseForRequest)
def erase_for_request(context: CommandContext, command: EraseForRequest) -> tuple[int, int]:
    """(records erased, records kept in storage only): the law says how long, or a process may read them yet.

    Raises UnderHold, and RequestRefused when what was ticked has changed meanwhile; then nothing is erased.
    """
    request = request_to_decide(context, command.request_id)
    refuse_held(context.session, request.customer_id)
    hits = _ticked(context, request, command.ticked)
    because, erased, kept = Because(request.id), 0, 0
    for hit in hits:
        if hit.state == ERASABLE:
            erased += erase(context, hit.kind, hit.record_id, hit.paths, because)
        else:
            kept += 1
            if context.session.get(Restriction, (hit.kind, hit.record_id)) is None:
                context.session.add(Restriction(kind=hit.kind, record_id=hit.record_id, request_id=request.id))
    _decide(context, request, STORAGE_ONLY if kept else GRANTED, command.answer, erased=erased, kept=kept)
    if not kept:
        erase(context, "request", request.id, (), because)
    return erased, kept


@handles(RecordPersonExport)
def record_person_export(context: CommandContext, command: RecordPersonExport) -> None:
    """One event of the stream ``exports``."""
    request = context.session.get(PrivacyRequest, command.request_id)
    if context.actor.role != CC_HEAD:
        raise NotAllowed
    if request is None:
        raise NotFound(str(command.request_id))
    context.history("exports", "export:person", **vars(command), customer=request.customer_id)


def hits_of(context: CommandContext, request: PrivacyRequest) -> list[Hit]:
    """What is found about the person now."""
    customer = context.session.get_one(Customer, request.customer_id)
    about = (context.session, context.runtime.definitions, customer)
    return search(*about, request.person or "", request.post or "", context.today).hits()


def request_to_decide(context: CommandContext, request_id: int) -> PrivacyRequest:
    """The head of the command centre decides; one kept in storage only may be decided again when the term is over."""
    if context.actor.role != CC_HEAD:
        raise NotAllowed
    request = context.session.get(PrivacyRequest, request_id, with_for_update=True)
    if request is None:
        raise NotFound(str(request_id))
    if request.status not in (OPEN, STORAGE_ONLY):
        raise RequestRefused("decided")
    return request


def _ticked(context: CommandContext, request: PrivacyRequest, ticked: Sequence[str]) -> list[Hit]:
    if not ticked:
        raise RequestRefused("none_ticked")
    found = {hit.key: hit for hit in hits_of(context, request)}
    if any(key not in found or found[key].state == FIXED for key in ticked):
        raise RequestRefused("changed")
    return [found[key] for key in dict.fromkeys(ticked)]


def _decide(context: CommandContext, request: PrivacyRequest, status: str, answer: str, **counts: int) -> None:
    if not answer.strip():
        raise RequestRefused("unanswered")
    request.status, request.answer = status, answer.strip()[:1000]
    request.decided_by_id, request.decided_at = context.actor.user_id, context.now
    _tell(context, request, "privacy:decide", kind=request.kind, status=status, **counts)


def _tell(context: CommandContext, request: PrivacyRequest, action: str, **told: object) -> None:
    """The history names the request, never the person."""
    context.history(f"customer:{request.customer_id}", action, request=request.id, **told)

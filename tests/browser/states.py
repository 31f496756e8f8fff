"""States that people meet seldom: each with who meets it and how it comes about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.browser import mishaps
from tests.browser.conftest import Site, Visitor
from tests.browser.scene import Numbers
from tests.migration.procedure import CYCLE

PROCESS, RUNNING = f"/processes/{CYCLE}", f"/processes/{CYCLE}/2/running"
HEALTH = f"{PROCESS}/health"
DRAFT = f"/drafts/{CYCLE}"


@dataclass(frozen=True)
class State:
    """``arrive``: what is done once the path is open, for states that an address alone does not bring about."""

    name: str
    login: str
    path: str
    arrive: Callable[[Visitor], object] | None = None


def states(site: Site, numbers: Numbers) -> list[State]:
    """Every one of them."""
    return [
        *of_processes(),
        *of_health(),
        *of_drafts(),
        *of_migrations(numbers),
        *of_administration(numbers),
        *of_refusals(site, numbers),
    ]


def of_processes() -> list[State]:
    """A process's page, and a version that cannot be published."""
    return [
        State("process-two-versions", "jiang", PROCESS),
        State("process-older-version", "shen", f"{PROCESS}?version=1"),
        State("process-command-centre", "gao", PROCESS),
        State("standard", "jiang", "/standard/"),
        State("standard-command-centre", "gao", "/standard/"),
    ]


def of_health() -> list[State]:
    """How a process does: all versions, one of them, one that nothing runs on, and what waits at an element."""
    return [
        State("health", "jiang", HEALTH),
        State("health-command-centre", "gao", f"{HEALTH}?version=1&days=30&sort=process"),
        State("health-nothing", "shen", "/processes/maintenance-task/health"),
        State("health-items", "shen", f"{HEALTH}/score_customer"),
        State("health-items-group", "gao", f"{HEALTH}/approve_tier"),
        State("health-items-none", "gao", f"{HEALTH}/write_summary?version=2"),
    ]


def of_drafts() -> list[State]:
    """Drafts that are edited, refused, and wait to be published."""
    waiting = "/drafts/maintenance-task"
    return [
        State("draft", "jiang", DRAFT),
        State("draft-auditor", "shen", DRAFT),
        State("draft-with-problems", "jiang", DRAFT, mishaps.upload_broken),
        State("draft-import-refused", "jiang", DRAFT, mishaps.upload_unreadable),
        State("draft-submit-refused", "jiang", DRAFT, mishaps.submit_without_reason),
        State("draft-submitted", "gao", waiting),
        State("draft-submitted-owner", "jiang", waiting),
        State("draft-return-refused", "gao", waiting, mishaps.return_without_comment),
        State("draft-arrived", "jiang", "/drafts/plan-adjustment"),
        State("draft-standard", "jiang", "/drafts/standard"),
        State("draft-parameters", "jiang", "/drafts/standard/parameters/"),
        State("draft-parameters-refused", "jiang", "/drafts/standard/parameters/", mishaps.give_no_number),
    ]


def of_migrations(numbers: Numbers) -> list[State]:
    """What would become of running instances, and batches at every stage."""
    batch = "/processes/migrations/{}".format
    return [
        State("running", "gao", RUNNING),
        State("running-process-owner", "jiang", RUNNING),
        State("running-refused", "luo", RUNNING, mishaps.migrate_without_reason),
        State("running-none", "gao", "/processes/maintenance-task/1/running"),
        State("batch-begun", "gao", batch(numbers.begun)),
        State("batch-ended", "gao", batch(numbers.ended)),
        State("batch-ended-auditor", "shen", batch(numbers.ended)),
        State("batch-undone", "luo", batch(numbers.undone)),
        State("undo-refused", "gao", batch(numbers.ended), mishaps.undo_without_reason),
    ]


def of_administration(numbers: Numbers) -> list[State]:
    """Incidents at every stage, and people."""
    incident = "/admin/incidents/{}".format
    return [
        State("operation-incidents", "admin", "/admin/"),
        State("incident", "admin", incident(numbers.incident)),
        State("incident-of-a-step", "admin", incident(numbers.stuck)),
        State("incident-settled", "admin", incident(numbers.settled)),
        State("incident-no-reason", "admin", incident(numbers.incident), mishaps.skip_without_reason),
        State("person-refused", "admin", "/admin/people", mishaps.add_without_team),
    ]


def of_refusals(site: Site, numbers: Numbers) -> list[State]:
    """The pages of 403, 404, 409, 413, 500 and 503, and an item that comes back with 422."""
    item = f"/work-items/{numbers.open}"
    return [
        State("error-403", "lin", "/admin/"),
        State("error-404", "lin", "/customers/99999"),
        State("error-409-taken", "chen", item, lambda seat: mishaps.lose_race(site.bank, numbers, seat)),
        State("error-409-finished", "chen", item, lambda seat: mishaps.send_to(seat, numbers.finished)),
        State("error-413", "jiang", DRAFT, mishaps.upload_too_much),
        State("item-refused", "chen", item, mishaps.send_unstorable),
        State("error-500", "lin", "/customers/?tier=A"),
        State("error-503", "chen", item, lambda seat: mishaps.send_while_busy(site.bank, seat)),
    ]

"""Owns the words for the bank's codes: tiers, steps, roles, states, results. Holds no rule."""

from processes.commands.verifications import BROKEN
from processes.models import Incident
from web.languages import gettext as _


def tier_name(tier: str | None) -> str:
    """What a tier is called (D2)."""
    names = {
        "A": _("core customer"),
        "B": _("major customer"),
        "C": _("ordinary customer"),
        "D": _("customer under watch"),
        "P": _("customer with potential"),
    }
    return names.get(tier or "", _("not rated yet"))


def step_name(step: str | None) -> str:
    """What a step of the procedure is called (A)."""
    names = {
        "1": _("Build file"),
        "2": _("Assess"),
        "3": _("Tiering"),
        "4": _("Plan"),
        "5": _("Review"),
        "6": _("Implement"),
        "7": _("Summarise"),
        "8": _("Improve"),
    }
    return names.get(step or "", "")


def role_name(role: str) -> str:
    """What a role is called."""
    names = {
        "am": _("Account manager"),
        "sup": _("Account-manager supervisor"),
        "cc": _("Command centre"),
        "cc_head": _("Head of the command centre"),
        "bs": _("Business support"),
        "aud": _("Auditor"),
        "owner": _("Process owner"),
        "admin": _("Administrator"),
    }
    return names.get(role, role)


def group_name(group: str) -> str:
    """What a candidate group is called."""
    return role_name(group)


def status_word(status: str) -> str:
    """The state of an instance, item, plan, task, job, incident or customer."""
    words = {
        "running": _("running"),
        "completed": _("completed"),
        "cancelled": _("cancelled"),
        "open": _("open"),
        "active": _("active"),
        "done": _("done"),
        "withdrawn": _("withdrawn"),
        "submitted": _("submitted"),
        "returned": _("returned"),
        "approved": _("approved"),
        "closed": _("closed"),
        "pending": _("pending"),
        "failed": _("failed"),
        "resolved": _("resolved"),
        "exiting": _("exiting"),
        "exited": _("exited"),
        "adopt": _("adopted"),
        "decline": _("declined"),
        "unaffected": _("unaffected"),
        "migratable": _("can migrate"),
        "blocked": _("blocked"),
        "editing": _("being edited"),
        "published": _("published"),
        "discarded": _("given up"),
        "new": _("new"),
        "changed": _("changed"),
    }
    return words.get(status, status)


def status_tone(status: str) -> str:
    """The colour that goes with a state's word; never the only sign of it."""
    tones = {
        "running": "info",
        "open": "info",
        "active": "success",
        "pending": "info",
        "submitted": "info",
        "completed": "success",
        "done": "success",
        "approved": "success",
        "resolved": "success",
        "adopt": "success",
        "returned": "warning",
        "exiting": "warning",
        "failed": "danger",
        "migratable": "success",
        "blocked": "warning",
        "editing": "info",
        "new": "success",
        "changed": "warning",
    }
    return tones.get(status, "")


def process_name(key: str) -> str:
    """What a shipped process is called, for rows that are read without its definition."""
    names = {
        "relationship-maintenance": _("Maintenance cycle"),
        "maintenance-task": _("Maintenance task"),
        "plan-adjustment": _("Plan adjustment"),
    }
    return names.get(key, key)


def verdict_meaning(kind: str) -> str:
    """What the verdict on a running instance means for it."""
    meanings = {
        "unaffected": _("nothing on its way changes"),
        "migratable": _("goes on in the new version from where it stands"),
        "blocked": _("stays on its version"),
    }
    return meanings.get(kind, "")


def clause_name(code: str) -> str:
    """Where it is said how long a record is kept (E8)."""
    return {
        "aml_34": _("AML Law 34"),
        "pipl_56": _("PIPL 56"),
        "bank_default": _("E8, the bank's default"),
    }[code]


def erased_for(request: int | None, disposal: int | None) -> str:
    """What personal data was erased for: a person's request, or the disposal of what has fallen due."""
    if disposal is not None:
        return _("disposal %(number)s", number=disposal)
    return _("request %(number)s", number=request)


def incident_error(incident: Incident) -> str:
    """What an incident says went wrong."""
    if incident.code == BROKEN:
        return _("The verification of the history found differences: %(count)s.", count=incident.detail)
    return incident.detail


def job_name(kind: str) -> str:
    """What a job of that command does."""
    names = {
        "RunOperation": _("run an operation"),
        "FireTimer": _("fire a timer"),
        "EscalateOverdue": _("escalate overdue items"),
        "WriteCheckpoint": _("sign the history"),
        "VerifyHistory": _("verify the history"),
        "PruneFinished": _("clear away finished jobs"),
        "StoreBatchJobs": _("prepare a migration"),
        "RunBatchEntry": _("migrate one instance"),
        "AnswerImpact": _("read what a draft would mean"),
        "StartNextCycle": _("start the next cycle"),
        "CollectDisposal": _("list what has fallen due"),
        "RunDisposal": _("erase what was approved"),
    }
    return names.get(kind, kind)


def operation_name(name: str) -> str:
    """What an operation does, for whoever draws a service task; one of another program by its name."""
    names = {
        "apply_adjustment": _("put an approved adjustment into the plan"),
        "check_task_cost": _("compare a task's cost with its budget"),
        "choose_owners": _("find who manages and who supervises the customer"),
        "close_task": _("close a task with its result"),
        "compute_tier": _("compute the tier by the standard in force"),
        "count_open_tasks": _("count the plan's open tasks"),
        "count_return": _("count how often something was returned"),
        "file_archive": _("file the status record in the archive"),
        "file_plan_draft": _("file the plan as submitted"),
        "file_service_record": _("file a service record"),
        "mark_exiting": _("mark the customer as exiting"),
        "open_cycle": _("open a cycle with its rating date"),
        "open_tasks": _("start the plan's tasks"),
        "put_plan_in_force": _("put the approved plan in force"),
        "record_tier": _("record the effective tier"),
        "schedule_next_cycle": _("schedule the next cycle"),
        "score_customer": _("score the customer by the standard in force"),
        "summarise_figures": _("add up the figures of the cycle"),
        "weigh_adjustment": _("weigh an adjustment against the budget"),
    }
    return names.get(name, name)


def result_name(result: str) -> str:
    """The result of an assessment (D3), kept in Chinese in the records."""
    names = {
        "改进关系": _("improve the relationship"),
        "维持关系": _("maintain the relationship"),
        "终止关系": _("terminate the relationship"),
    }
    return names.get(result, result)

"""Owns the sentences that cells of reports say, by their codes."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from services.readings.audit_reports import Said
from web.languages import gettext as _
from web.languages import language
from web.presentation import acting, moment
from web.words import clause_name, group_name, role_name


def sentence_of(said: Said) -> str:
    """What a cell says; the code itself where nobody gave it words."""
    about = said.about
    if said.code in TOLD:
        return TOLD[said.code](about)
    if said.code.startswith("export:"):
        return _("exported: %(what)s", what=_plain(said.code) or said.code.removeprefix("export:"))
    return _plain(said.code) or said.code


def lane_name(lane: str) -> str:
    """A lane of the procedure."""
    return role_name(lane.removeprefix("lane_"))


def _named(about: Mapping[str, Any]) -> str:
    return str((about["en"] if language() == "en" else about["zh"]) or about["zh"])


def _at(about: Mapping[str, Any]) -> str:
    at = about["at"]
    return moment(at) if isinstance(at, datetime) else ""


def _as_role(about: Mapping[str, Any]) -> str:
    if about["team"]:
        return _("as %(role)s, %(team)s", role=role_name(about["role"]), team=about["team"])
    return _("as %(role)s", role=role_name(about["role"]))


def _claimed(about: Mapping[str, Any]) -> str:
    groups = ", ".join(group_name(one) for one in about["groups"])
    return _("claimed from the group %(group)s, %(time)s", group=groups or "–", time=_at(about))


def _denied(about: Mapping[str, Any]) -> str:
    return _("refused (%(status)s): %(page)s", status=about["status"], page=about["page"])


def _difference(about: Mapping[str, Any]) -> str:
    return _(
        "%(what)s: stored %(stored)s, computed %(again)s",
        what=about["what"], stored=about["stored"], again=about["again"],
    )  # fmt: skip


def _decision(about: Mapping[str, Any]) -> str:
    words = {
        "approve": _("approved"), "return": _("returned"), "yes": _("agreed"), "no": _("declined"),
        "confirm": _("confirmed"), "adopt": _("adopted"), "decline": _("declined"),
    }  # fmt: skip
    return words.get(str(about["word"]), str(about["word"]))


TOLD: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "named": _named,
    "name": lambda about: acting(str(about["name"])),
    "role": lambda about: role_name(about["role"]),
    "decision": _decision,
    "as_role": _as_role,
    "claimed": _claimed,
    "assigned": lambda about: _(
        "assigned by the lane %(lane)s, %(time)s", lane=lane_name(about["lane"]), time=_at(about)
    ),
    "reassigned": lambda about: _("given by %(name)s, %(time)s", name=acting(about["by"]), time=_at(about)),
    "did": lambda about: _("%(name)s: “%(element)s”", name=about["name"], element=_named(about)),
    "person": lambda about: _("%(name)s (%(role)s)", name=about["name"], role=role_name(about["role"])),
    "difference": _difference,
    "fault": lambda about: _("cannot be computed: %(fault)s", fault=about["fault"]),
    "access:deny": _denied,
}


def _plain(code: str) -> str:
    return {**_verdicts(), **_events(), **_rights(), **_terms()}.get(code, "")


def _verdicts() -> dict[str, str]:
    return {
        "kept": _("kept"),
        "broken": _("not kept"),
        "same": _("same result"),
        "differs": _("differs"),
        "impossible": _("cannot be computed"),
        "override": _("moved"),
        "grace": _("grace"),
        "filed_late": _("filed late"),
        "before_task": _("before its task began"),
        "future": _("later than it was filed"),
        "rated_late": _("rated late"),
        "rated_early": _("before the rating day"),
        "consent_given": _("given"),
        "consent_withdrawn": _("withdrawn"),
        "consent_refused": _("not given"),
        "consent_unknown": _("not asked"),
        "nobody_told": _("nothing in the history"),
    }


def _events() -> dict[str, str]:
    return {
        "views": _("views"),
        "key_persons": _("key-person forms"),
        "exports": _("exports"),
        "denials": _("refused"),
        "customer:view": _("read a customer"),
        "customers:view": _("read a list of customers"),
        "instance:view": _("read a cycle"),
        "sample:view": _("read a sample"),
        "findings:view": _("read a list of findings"),
        "finding:view": _("read a finding"),
        "export:working-papers": _("working papers of a sample"),
        "instances:view": _("read a list of cycles"),
        "work_item:view": _("read an item"),
        "work_items:view": _("read a list of items"),
        "form:view": _("read a form"),
        "attachment:view": _("took an attachment along"),
        "report:view": _("read a report"),
        "page:view": _("read a page"),
        "evidence:view": _("took an evidence bundle along"),
        "plan_file:view": _("took a plan's file along"),
        "export:bundle": _("evidence bundle"),
        "access:deny-more": _("refused more often than is listed"),
        "team:add": _("team added"),
        "user:add": _("person added"),
        "user:active": _("sign-in allowed or barred"),
    }


def _rights() -> dict[str, str]:
    return {
        "active": _("may sign in"),
        "barred": _("may not sign in"),
        "may_nothing": _("nothing"),
        "may_am": _("own items; start cycles for own customers"),
        "may_sup": _("own items; start, assign and delegate within the team"),
        "may_cc": _("group items; publish standards and processes"),
        "may_cc_head": _("group items; publish; budgets above allowed, overrides, exits"),
        "may_bs": _("group items; figures and purchases"),
        "may_aud": _("assigned exit concurrences; reads everything"),
        "may_owner": _("drafts; totals of what-if"),
        "may_admin": _("people and rights; no approval"),
    }


def _terms() -> dict[str, str]:
    return {
        "identity": _("identity data"),
        "cycle": _("cycle and its forms"),
        "service_record": _("service record"),
        "request": _("person's request"),
        **{code: clause_name(code) for code in ("aml_34", "pipl_56", "bank_default")},
        "relationship_ended": _("relationship ended"),
        "cycle_ended": _("cycle ended"),
        "record_filed": _("record filed"),
        "request_decided": _("request decided"),
    }

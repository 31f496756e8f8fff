"""The bank's tables."""

from services.models.auditing import AuditFinding, AuditPopulation, AuditSample, AuditSampleItem
from services.models.customer import ArchiveVersion, Customer, TierRecord
from services.models.cycle import (
    Assessment,
    CalendarDay,
    ImprovementMeasure,
    MaintenanceTask,
    Notification,
    PlanVersion,
    ServiceRecord,
    StandardVersion,
)
from services.models.finding import CyclePerson, CycleTraits, SavedSearch
from services.models.people import ADMIN, AM, AUD, BS, CC, CC_HEAD, OWNER, ROLES, SUP, SignInFailure, Team, User
from services.models.privacy import Disposal, DisposalEntry, LegalHold, PrivacyRequest, Restriction

__all__ = [
    "ADMIN",
    "AM",
    "AUD",
    "BS",
    "CC",
    "CC_HEAD",
    "OWNER",
    "ROLES",
    "SUP",
    "ArchiveVersion",
    "Assessment",
    "AuditFinding",
    "AuditPopulation",
    "AuditSample",
    "AuditSampleItem",
    "CalendarDay",
    "Customer",
    "CyclePerson",
    "CycleTraits",
    "Disposal",
    "DisposalEntry",
    "ImprovementMeasure",
    "LegalHold",
    "MaintenanceTask",
    "Notification",
    "PlanVersion",
    "PrivacyRequest",
    "Restriction",
    "SavedSearch",
    "ServiceRecord",
    "SignInFailure",
    "StandardVersion",
    "Team",
    "TierRecord",
    "User",
]

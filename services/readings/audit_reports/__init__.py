"""The audit reports (F): what each shows and how its rows are read; who may see them is for the pages to say."""

from services.readings.audit_reports.approvals import APPROVALS
from services.readings.audit_reports.consent import CONSENT
from services.readings.audit_reports.late import LATE, LATE_RATINGS
from services.readings.audit_reports.overrides import OVERRIDES
from services.readings.audit_reports.reads import READS
from services.readings.audit_reports.report import Report, Said, Wanted
from services.readings.audit_reports.retention import RETENTION
from services.readings.audit_reports.rights import CHANGES, RIGHTS
from services.readings.audit_reports.scores import SCORES
from services.readings.audit_reports.standards import STANDARDS

REPORTS: dict[str, Report] = {
    one.key: one
    for one in (
        *(APPROVALS, OVERRIDES, STANDARDS, SCORES, LATE, LATE_RATINGS),
        *(CONSENT, READS, RIGHTS, CHANGES, RETENTION),
    )
}

__all__ = ["REPORTS", "Report", "Said", "Wanted"]

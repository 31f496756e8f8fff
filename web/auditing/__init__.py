"""The auditor's workbench: samples, findings and working papers; and the findings that everybody answers for."""

from web.auditing.findings import blueprint as findings_blueprint
from web.auditing.samples import blueprint as samples_blueprint
from web.auditing.working_papers import blueprint as papers_blueprint
from web.auditing.writing import blueprint as writing_blueprint

__all__ = ["findings_blueprint", "papers_blueprint", "samples_blueprint", "writing_blueprint"]

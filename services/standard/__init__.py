"""The standard (domain D): decision tables and parameters in `bpmn/standard/`, and the pure sums around them."""

from services.standard.assessment import Assessment, assess
from services.standard.loading import Standard, load_standard, shipped_standard

__all__ = ["Assessment", "Standard", "assess", "load_standard", "shipped_standard"]

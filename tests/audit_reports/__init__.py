"""The audit reports."""

"""Finding cycles: what they are found by, the filter, and the searches that people keep."""

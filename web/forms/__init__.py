"""The sentences of form faults."""

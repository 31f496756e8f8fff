"""The bank: people, customers, the standard, the procedure, the demo bank."""

"""What leaves the bank as files: tables, event logs, lines for a log collector; each export in the history."""

"""What the pages of the auditor's workbench and of findings read."""

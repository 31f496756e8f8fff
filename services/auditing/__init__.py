"""The auditor's workbench: samples of cycles, and findings with their answers (not the search: `services.finding`)."""

"""The process runtime: definitions, instances, work items, jobs and history; free of banking and of Flask."""

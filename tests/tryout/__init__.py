"""Try-outs of drafts: the real runtime in memory, scenarios, and nothing left behind."""

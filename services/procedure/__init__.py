"""The bank's procedure: what the diagrams' service tasks, prefills and checks call, a module a step."""

"""Migration of running instances to another version."""

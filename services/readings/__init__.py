"""What pages show: rows for one actor, scoped by what he may see; writes nothing."""

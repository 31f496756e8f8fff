"""What the program says of itself while it runs: one line an event, without personal data."""

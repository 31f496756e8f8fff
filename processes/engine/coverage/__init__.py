"""What the rules of a decision table leave out, cover twice, or never decide."""

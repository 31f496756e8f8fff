"""Each benchmark runs and prints; no time is asserted."""

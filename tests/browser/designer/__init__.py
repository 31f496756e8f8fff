"""The form designer: its documents in Node, its pages in a real Chromium."""

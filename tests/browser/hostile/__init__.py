"""Hostile files, texts and names through the pages of the editors, in a real Chromium."""

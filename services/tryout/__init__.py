"""Tries a draft in the real engine, in memory, with sample people and a sample customer; leaves nothing behind."""

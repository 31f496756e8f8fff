"""The customer tiering standard (clauses D1–D5): pure functions over its decision tables and parameters.

Must not read or write the database: callers hand in the record and the standard in force on the rating date.
"""

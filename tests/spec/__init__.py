"""The rules as tables: what is in the log, and what follows from it, on every engine."""

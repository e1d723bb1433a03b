"""The guides: links that lead somewhere, commands that run, tables that are complete."""

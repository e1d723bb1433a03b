"""Every rule once more, in plain Python, row by row: what the engines must agree with.

Nothing here is fast and nothing here is shared with ``qlog.rules``: two ways to the same answer are worth more than
one. Start at :mod:`tests.reference.judge`.
"""

"""Pages about the rules, made from the rules and their spec tests: ``python -m tests.rule_pages`` writes docs/rules.

The spec tests run while their tables are written down, so what a page shows is what the reference found. Titles and
notes of the examples stand in titles.toml; everything else a page says comes from the rule or from its tests.
"""

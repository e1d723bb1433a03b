"""The rules: one .sql file each, with a header that states it in Japanese and in English."""

from qlog.rules.rule import CHANGES, RULES, VIEWS, Rule, load_rule

__all__ = ["CHANGES", "RULES", "VIEWS", "Rule", "load_rule"]

"""Engines run the rules; the base imports none of them."""

"""qlog reads the eligibility-check log of medical aid and finds what a welfare office should look at."""

__version__ = "0.1.0"

"""Measurements of speed and memory; ``python -m benchmarks`` prints them as ratios, with the targets."""

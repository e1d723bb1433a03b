"""The tests of qlog; tests/spec reads as the specification of the rules."""

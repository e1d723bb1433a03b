"""What property tests draw their input from."""

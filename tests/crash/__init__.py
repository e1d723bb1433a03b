"""Runs killed, disks full, permissions lost: the old output or the new one, never half."""

"""Calls that leave the process, and messages that are sent and received."""

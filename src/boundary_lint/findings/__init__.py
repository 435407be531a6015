"""Findings: what rules conclude, with identity and evidence."""

"""Variables of the environment: what code reads, and what manifests set."""

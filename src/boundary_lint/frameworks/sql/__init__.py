"""SQL text: which tables a statement reads, writes, deletes from and locks, and where such texts are run."""

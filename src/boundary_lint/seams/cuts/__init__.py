"""The cut list: every place at which a context is tied to the rest, what to do about it, what that costs, and in which order to go."""

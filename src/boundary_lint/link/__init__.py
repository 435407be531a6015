"""The whole program resolved: names first (aliases, hierarchy, constants), then values (what an access path is)."""

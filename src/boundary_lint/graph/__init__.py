"""The graph: facts and derived facts in SQLite, seen through documented public views."""

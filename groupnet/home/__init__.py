"""The first page a member sees: what waits for them, in all their groups."""

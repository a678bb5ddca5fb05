"""A person's own account: what it holds and how it is set, the whole of it to take along, and its end."""

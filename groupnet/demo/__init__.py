"""The demo: two believable groups, their people with drawn portraits, and what they did for one another.

Nothing here is real. The cast (`cast`), its portraits (`portraits`) and the story (`story`) are pure and
always the same for a given day; filling a database with them is the work of the services.
"""

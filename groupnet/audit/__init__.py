"""Who changed what in a group, for its admin; never private content."""

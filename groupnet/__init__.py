"""groupnet: software for professional networking groups, in which trust is built before it is needed."""

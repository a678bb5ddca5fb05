"""What is read out and handed in: what happened since last time."""

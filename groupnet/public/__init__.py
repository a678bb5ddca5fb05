"""What a group shows to everybody: who it is, its next meeting, and how to come as a visitor or to join."""

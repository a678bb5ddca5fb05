"""What of a person is stored, all together: to take along, and to delete."""

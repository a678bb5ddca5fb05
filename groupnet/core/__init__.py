"""What every feature stands on: database, tenancy, access, the unit of work, forms, words and safety."""

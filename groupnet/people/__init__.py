"""A person signs in: one account an e-mail address, whatever groups they belong to."""

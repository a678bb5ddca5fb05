"""What a member is told, where and how often; the digest."""

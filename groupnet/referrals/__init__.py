"""Referrals given and received, every step of their life, and thanks."""

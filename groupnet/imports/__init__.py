"""Bringing a group's own tables in: upload, preview, confirm, result and undo, whatever the rows mean.

What a row means stands in each feature's `imports`; reading the file is the work of `sheets`.
"""

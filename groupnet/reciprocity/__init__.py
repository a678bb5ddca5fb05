"""The reciprocity board: who helped whom in a window of time, and how mutual the group is.

`figures`, `windows`, `ordering` and `suggestions` are pure: plain values in, plain values out, nothing of the
web or the database. What each figure means is written for members in docs/figures.md.
"""

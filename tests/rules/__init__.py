"""House rules that a machine keeps: a failing one says how to mend it."""

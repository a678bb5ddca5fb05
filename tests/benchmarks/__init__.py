"""How fast the pages are, as ratios to a bare Flask page measured in the same run: `make bench`."""

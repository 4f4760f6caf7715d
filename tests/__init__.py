"""The tests: a package, so that another package's `tests` is never imported in its place."""

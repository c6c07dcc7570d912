"""Loaders of the real data sets, each into a `Corpus`; the files themselves are never committed."""

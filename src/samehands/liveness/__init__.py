"""Liveness: was it a person at all, from what the windows and the way they came show."""

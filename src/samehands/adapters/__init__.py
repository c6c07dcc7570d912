"""Adapters: the world outside, one at a time; none knows another."""

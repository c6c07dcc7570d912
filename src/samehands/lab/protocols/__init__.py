"""Protocols and plans as data: TOML files, validated when read."""

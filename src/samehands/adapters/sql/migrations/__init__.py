"""The schema's history: each version says what changes; `schema` runs those that are due."""

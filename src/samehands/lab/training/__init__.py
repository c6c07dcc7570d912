"""Training of projections and back-ends. Offline only; nothing here is needed to run."""

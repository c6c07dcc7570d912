"""What runs on the device beside a browser: for now, reading a recording of one's own typing."""

from samehands.agent.recording import read_events

__all__ = ["read_events"]

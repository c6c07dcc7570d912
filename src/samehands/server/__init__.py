"""The service: sessions in, verdicts out, a live console."""

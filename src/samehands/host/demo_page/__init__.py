"""The demo page: a small customer-service console whose visitor enrols by working.

It is a host application like any other: it has an API key, its page is of another origin than the
service, and it asks `samehands.host` before it shows a record. Customers and tickets are fictional.
"""

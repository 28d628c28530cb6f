"""qreply: find, fill, check and copy the right customer-service reply."""

__version__ = "0.1.0"

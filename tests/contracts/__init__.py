"""Contracts of our own with the answers that a careful reader gives."""

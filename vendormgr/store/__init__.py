"""The database: tables, reads, and writes with their audit events."""

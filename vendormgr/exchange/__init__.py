"""Files in and out: portfolio documents and seed data."""

"""The path engine against worked cases and against brute force."""

"""What the guideline says: pure functions over frozen values."""

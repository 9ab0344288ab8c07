"""Screens: one module per noun with its views and forms."""

"""Responsibility split, contracts, risks and attack paths of a hospital's vendors."""

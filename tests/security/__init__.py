"""What design of attacks the product withstands; ids in checklist.py."""

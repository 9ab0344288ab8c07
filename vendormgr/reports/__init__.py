"""Values to bytes: PDF, Excel and charts; no session, no request."""

DOCUMENTS = ("matrix", "gaps", "questionnaire", "vendor_register")
"""What the product can make; each is a module here whose build functions give a document."""

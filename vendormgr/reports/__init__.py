"""Values to bytes: PDF, Excel and charts; no session, no request."""

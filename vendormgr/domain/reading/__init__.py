"""契約書を読む: the text of a contract to passages, proposals for clauses, and facts; no I/O."""

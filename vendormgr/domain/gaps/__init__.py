"""One small function per gap rule, one module per theme."""

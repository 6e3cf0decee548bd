"""One small repository a subject: what is asked of it and what may be written, each with its viewer."""

"""Subject access (UK GDPR 15): everything that is kept about somebody, for them to read, without third parties."""

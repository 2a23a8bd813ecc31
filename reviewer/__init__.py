"""Redaction of police body-worn video: the program."""

"""Redaction of police body-worn video: the program."""

__version__ = "0.1.0"
"""The program's version, the same as in pyproject.toml; manifests and problem reports give it."""

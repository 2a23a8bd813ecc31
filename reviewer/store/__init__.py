"""The case on disk: its folder, its database, its log. The only layer that knows sqlite3; it speaks in core values."""

"""Questions and messages that stand before the window."""

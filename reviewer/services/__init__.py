"""What the program can do, without a screen: intake, analysis, release, check, and the session that edits pass."""

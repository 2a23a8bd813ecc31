"""The footage as a length of time, with a bar for each region."""

"""What stands beside the picture: the footage of the case, the regions, the work that is under way."""

"""Finds faces and plates in pictures and follows them through time; knows nothing of files, screens or cases."""

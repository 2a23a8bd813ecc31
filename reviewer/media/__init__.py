"""Recordings as files: probing, reading and writing them. PyAV lives here and nowhere else."""

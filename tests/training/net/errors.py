"""Failures of training that whoever runs it can act on."""


class TrainingError(Exception):
    """Something is wrong with the run, its pictures or its files; the text is one sentence for a person."""

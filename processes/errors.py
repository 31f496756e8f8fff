"""The root of every error that a command, a definition or a form may raise."""


class ProcessError(Exception):
    """A refusal with a meaning; `web` turns each kind into a sentence and a status."""

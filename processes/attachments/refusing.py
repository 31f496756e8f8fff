"""The one refusal of a file."""

from __future__ import annotations


class AttachmentRefused(Exception):
    """A file that is not taken. ``code``: the key of a sentence; ``params``: its values."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

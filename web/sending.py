"""Sends what leaves the bank as a file: recorded before its first byte and after its last."""

from collections.abc import Generator, Iterator

from flask import Response, request, stream_with_context

from services.exports.recording import BeginExport, Tally, recorded
from web.reading import actor_now, forget_reading, runtime


def send_stream(export: BeginExport, tally: Tally, chunks: Generator[bytes], media_type: str, name: str) -> Response:
    """Of what is made while it is sent. ``name``: that the browser gives the file; in ASCII."""
    return _answer(stream_with_context(_recorded(export, tally, chunks)), media_type, name)


def send_whole(export: BeginExport, tally: Tally, content: bytes, media_type: str, name: str) -> Response:
    """Of what is made already: no request need stay open behind it."""
    answer = _answer(_recorded(export, tally, _once(content)), media_type, name)
    answer.headers["Content-Length"] = str(len(content))
    return answer


def _recorded(export: BeginExport, tally: Tally, chunks: Generator[bytes]) -> Iterator[bytes]:
    if request.method == "HEAD":  # nothing of it leaves
        return iter(())
    actor = actor_now()
    forget_reading()  # the export reads on a snapshot of its own, and for as long as it takes
    return recorded(runtime(), actor, export, tally, chunks)


def _answer(sent: Iterator[bytes], media_type: str, name: str) -> Response:
    answer = Response(sent, mimetype=None, content_type=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _once(content: bytes) -> Generator[bytes]:
    yield content

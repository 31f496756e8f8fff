"""The press: a program of its own that reads one job and writes one PDF; whoever started it bounds and ends it.

Started by its path, so that it loads nothing but typst. The job (standard input, JSON): source and fonts (paths),
data, drawings, made_at (seconds since 1970). It sees no fonts but the shipped ones.
"""

from __future__ import annotations

import json
import sys

import typst

try:
    import resource
except ImportError:  # Windows: the time alone is bounded there
    resource = None  # type: ignore[assignment]

MOST_MEMORY = 2 * 1024**3  # of addresses, bytes; a file of 2,000 events needs a fifth of it


def main() -> None:
    """Print one job."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    job = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[job["fonts"]])
    compiler = typst.Compiler(job["source"], font_paths=fonts)
    inputs = {"data": json.dumps(job["data"]), "drawings": json.dumps(job["drawings"])}
    standards: list[typst.PDFStandard] = ["a-2a", "ua-1"]  # kept for decades, and read aloud
    made = compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=standards, timestamp=job["made_at"])
    assert isinstance(made, bytes)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()

"""Papers: what is known, as PDF to keep or to hand on; fonts and source are shipped, every text is data."""

from web.papers.blocks import Block, Drawing, Facts, Heading, Listing, Paper, Text, Title
from web.papers.printing import NotPrinted, PaperTooLarge, pdf

__all__ = [
    "Block",
    "Drawing",
    "Facts",
    "Heading",
    "Listing",
    "NotPrinted",
    "Paper",
    "PaperTooLarge",
    "Text",
    "Title",
    "pdf",
]

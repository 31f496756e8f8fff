"""`python -m web.cli`: the command line, for a process that starts another."""

from web.cli import main

main()

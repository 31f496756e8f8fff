"""Flask: pages, the command line and static files. Holds no rule, commits nothing, queries nothing in templates."""

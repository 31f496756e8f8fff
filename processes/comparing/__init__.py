"""Two versions compared: what differs between tables, forms and diagrams, and in what order it is told."""

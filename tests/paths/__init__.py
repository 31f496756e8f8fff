"""Every sequence flow of the shipped diagrams, taken through `execute`."""

"""Two versions of a file told apart."""

"""Files that people attach to forms: which kinds there are, and what a file must hold to be one of them."""

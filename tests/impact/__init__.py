"""What files that are not in use yet would mean: asked of everything that runs, and of every customer."""

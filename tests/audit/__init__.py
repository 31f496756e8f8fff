"""What auditors find and take along."""

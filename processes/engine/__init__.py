"""Running diagrams: the only package that knows SpiffWorkflow. Knows no database, no people and no bank."""

"""Forms: what a process owner writes as JSON, what a browser posts, what is stored."""

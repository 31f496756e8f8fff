"""What a Prometheus server scrapes: requests, commands, and the state of the installation; no person, no customer."""

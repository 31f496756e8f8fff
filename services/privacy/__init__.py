"""Personal data: where a person is found, legal holds, requests of persons, erasure and what comes after a restore."""

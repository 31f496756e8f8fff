"""What differs between two versions of a process's files; knows neither engine state nor pages, changes nothing."""

"""The forms themselves: what a process owner writes, apart from any page."""

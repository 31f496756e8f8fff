"""The embedded queue: commands stored with the step that asked for them, run later as the system."""

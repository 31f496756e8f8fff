"""What keeps an installation alive: backup, restore, and the doctor."""

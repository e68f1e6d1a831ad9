"""Reminders the office gives by itself: on the desk at their hours, by mail once a day with everything else."""

"""A whole organisation: its exports in units of work, their rows as a dataset, and what only all of them together show."""

"""Second opinions, learned from labelled messages, for questions that lists of words cannot settle."""

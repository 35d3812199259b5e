"""The labelled set and its scorer."""

"""The page: one HTML file in which the core runs without a server."""

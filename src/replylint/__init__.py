"""replylint: holds out-of-office replies and e-mail signatures against a written standard."""

__version__ = "0.1.0"

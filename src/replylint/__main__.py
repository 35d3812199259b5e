"""`python -m replylint`."""

from replylint.cli import run

if __name__ == "__main__":
    run()

"""`python -m hubkit` is `hubkit`."""

from hubkit.cli import start

if __name__ == "__main__":
    start()

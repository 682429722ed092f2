"""`python -m hubkit` is `hubkit`."""

from hubkit.cli import main

if __name__ == "__main__":
    main()

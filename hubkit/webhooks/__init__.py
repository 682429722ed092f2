"""The optional functions: RSVPs. They know the catalogue that a build leaves for them, and nothing else of hubkit."""

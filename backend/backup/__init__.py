"""A copy of everything that can be brought back: the database as it was at one moment, and the files it speaks of."""

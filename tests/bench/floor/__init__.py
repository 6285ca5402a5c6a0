"""The floor of the server's figures: Channels and Daphne with one insert and one push, and nothing else."""

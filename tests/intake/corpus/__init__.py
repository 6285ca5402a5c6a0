"""Small files, good, odd and broken, each with what must be read of it; `python -m tests.intake.write_files` writes them."""

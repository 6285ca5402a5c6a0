"""Simulated phones on a bad network against the real server, which is killed again and again; nothing may be lost."""

"""What the service costs: pushes, imports, phones that wait, a large history, and a whole quarter."""

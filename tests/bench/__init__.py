"""What things cost, measured beside the least they could cost."""

"""What stands between the network and the rooms: who asks, health, figures, and a line in the log for each answer."""

"""What the app costs on a phone: bytes, time, memory, and what Lighthouse says."""

"""The service on many machines, on one: PostgreSQL, Redis, nginx, two web processes and two clocks, and what may go wrong there."""

"""What a handoff must say, and what follows from it. Pure: no clock, network, file or log."""

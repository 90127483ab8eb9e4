"""What may go wrong, brought about on purpose: races, kills, a gateway or a disk that is away."""

"""What a terminal shows, drawn with rich; commands import it when they draw."""

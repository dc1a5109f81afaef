"""What leaves the house: addresses that may be asked, signatures, and the kinds of messages."""

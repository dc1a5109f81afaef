"""Open alerts of another service, as what Faultbook is told of each."""

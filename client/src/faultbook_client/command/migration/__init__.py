"""Open alerts of another service, as reports to Faultbook."""

"""What is measured, and how many things each answer has to show."""

CREATE = "create"
GET = "get"
OPEN = "list open"
SITE = "list by site"
SPAN = "list by span"
COUNT = "count in 24 buckets"
UNEVEN = "count, to the second"
TOP = "top 10"

ALL = (CREATE, GET, OPEN, SITE, SPAN, COUNT, UNEVEN, TOP)

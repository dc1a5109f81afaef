"""A page with a button, for links that change something.

What follows every link it sees, as previews and scanners of mail do, is nobody who takes care: so
GET shows the page, and its button sends POST.
"""

from faultbook.gateway.http import Answer

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",  # the address is the credential
}
_PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<h1>{title}</h1>
"""
_BUTTON = '<form method="post"><button>{verb}</button></form>\n'


def button_page(title: str, *, button: str = "") -> Answer:
    """Both in our own words: nothing is escaped."""
    page = _PAGE.format(title=title) + (_BUTTON.format(verb=button) if button else "")
    return Answer(200, page, HEADERS, content_type="text/html; charset=utf-8")

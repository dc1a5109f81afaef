"""The OpenAPI document, made from the code: `python -m tools.openapi [--check]`.

It is kept in the repository as the contract, and a running function only reads it. Nothing is
listed by hand: what template.yaml deploys behind HTTP is described.

To describe a new API, give its folder under functions/:

* in each module with a `lambda_handler`: `api`, a `faultbook.gateway.api.Api`. Each route names its
  method, path, scope, types of query, body and answers; `headers` (request headers that the handler
  reads), `answer_headers`, and `errors` that these do not imply. The handler's docstring is summary
  and description. Handlers of one file are one group, which the file's first line describes;
  several files may register on the `api` of one function.
* types of answers as `typing_extensions.TypedDict`, which mypy holds their builders against; a
  type's docstring is its description. Times are strings there: `faultbook.gateway.answer_types`
  has `Time` and `Date`, and `Keywords` for whatever else JSON Schema should say.
* `documentation.py` with `DOCUMENTATION`, a `faultbook.gateway.documentation.Documentation`: title,
  words, security schemes, the type of its errors, path parameters, the meaning of members by name,
  examples by type, and a `prefix` that keeps its types apart from those of other APIs.

Errors need no words: each API's own `error_answer` is called for every error that a route can give,
and what it answers is what the document says. An operation names its other paths in `x-aliases`,
so that documented routes and real routes are the same set.
"""

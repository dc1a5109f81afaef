"""The one logger. Events and bodies are never logged; free text is cut to 256 characters."""

from aws_lambda_powertools import Logger

TEXT_LIMIT = 256

logger = Logger(service="faultbook", utc=True)

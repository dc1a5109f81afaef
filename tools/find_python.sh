#!/bin/sh
# Prints the first Python on PATH that can make the environments, or says what is missing.
# PYTHON=/path/to/python in the environment goes first.
old= bare=
for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14 python; do
  command -v "$candidate" >/dev/null 2>&1 || continue
  "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    { old="$old $candidate"; continue; }
  # Debian ships venv without ensurepip until python3-venv is installed.
  "$candidate" -c 'import ensurepip, venv' 2>/dev/null || { bare=$candidate; continue; }
  command -v "$candidate"
  exit 0
done
if [ -n "$bare" ]; then
  echo "Faultbook: $bare cannot make environments. On Debian or Ubuntu: apt-get install python3-venv" >&2
else
  echo "Faultbook needs Python 3.11 or newer on PATH${old:+ (too old:$old)}." >&2
fi
exit 1

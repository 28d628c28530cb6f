#!/usr/bin/env bash
# Run the tests on the Windows Python that set_up.sh has made, or those that are named, and drive the screen; with an X
# server of their own, from which another program reads the clipboard.
set -euo pipefail
cd "$(dirname "$0")/../.."

exec 3< <(exec Xvfb -displayfd 1 -screen 0 640x480x8 -noreset 2>/dev/null)
server=$!
trap 'kill $server' EXIT
read -r number <&3
export DISPLAY=":$number"

failed=0
echo "windows: driving the screen"
.windows/tools/bin/python scripts/windows/drive_screen.py || failed=1
echo "windows: running the tests"
# Through a pipe: to a file a Windows Python under wine cannot write.
.windows/python -m pytest -q -p no:cacheprovider "$@" 2>&1 | cat || failed=1
exit $failed

#!/usr/bin/env bash
# Run the tests on the Windows Python that set_up.sh has made, or those that are named, and drive the screen; with an X
# server of their own, from which another program reads the clipboard, and with the team's databases, where they are
# installed, which run here.
set -euo pipefail
cd "$(dirname "$0")/../.."

exec 3< <(exec Xvfb -displayfd 1 -screen 0 640x480x8 -noreset 2>/dev/null)
server=$!
servers=$(mktemp -d)
trap 'kill $server; rm -r "$servers"' EXIT
read -r number <&3
export DISPLAY=":$number"

# They stop when nobody holds the lease any more.
exec 4>"$servers/servers.lease"
flock -s 4
for kind in postgresql mariadb; do
  .venv/bin/python -m tests.support.database_servers $kind "$servers" 4>&- </dev/null >/dev/null 2>&1 || true
done
export QREPLY_TEST_SERVERS="Z:${servers//\//\\}"

failed=0
echo "windows: driving the screen"
.windows/tools/bin/python scripts/windows/drive_screen.py 4>&- || failed=1
echo "windows: running the tests"
# Through a pipe: to a file a Windows Python under wine cannot write.
.windows/python -m pytest -q -p no:cacheprovider "$@" 4>&- 2>&1 | cat || failed=1
exit $failed

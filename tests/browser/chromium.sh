#!/bin/sh
# Make sure there is a Chromium for the browser tests: the system's; else Debian's package where we
# are root; else the test tool's own. Without any, the browser tests skip and say so.
bin=$1
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 && exit 0
fi
echo "Trying the test tool's own Chromium"
"$bin/python" -m playwright install chromium >/dev/null 2>&1 || echo "No Chromium could be had: the browser tests will be skipped."
exit 0

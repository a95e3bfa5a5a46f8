#!/usr/bin/env bash
# Builds the reader and puts it with its hash where the bot takes it from.
set -Eeuo pipefail
cd "$(dirname "$0")"

./build.sh
mkdir -p ../assets
cp dist/ikrar-pembaca.html ../assets/
cd ../assets
sha256sum ikrar-pembaca.html >ikrar-pembaca.html.sha256

#!/usr/bin/env bash
# That assets/ikrar-pembaca.html is what this source builds, byte for byte, and its hash is the one that stands beside it.
set -Eeuo pipefail
cd "$(dirname "$0")"

./build.sh
cmp dist/ikrar-pembaca.html ../assets/ikrar-pembaca.html || {
    echo "assets/ikrar-pembaca.html is not what reader/ builds; after a change: reader/publish.sh" >&2
    exit 1
}
cd ../assets
sha256sum --check --strict ikrar-pembaca.html.sha256

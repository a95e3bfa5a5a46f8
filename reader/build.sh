#!/usr/bin/env bash
# Builds dist/ikrar-pembaca.html from the locked packages; says its size and SHA-256.
set -Eeuo pipefail
cd "$(dirname "$0")"

# No package's own scripts run.
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
node build.mjs

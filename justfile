# Recipes for daily work; each is one command that can be typed as well.

export SQLX_OFFLINE := "true"

# Everything that a change must pass, short of the tests
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings

# All tests; those in a browser are skipped where there is no Chromium
test:
    cargo test --workspace

# Play all parts in the browser
demo:
    cargo run -- demo

# Renew .sqlx after a change of a query or a migration (needs sqlx-cli, see CONTRIBUTING.md)
sqlx:
    #!/usr/bin/env bash
    set -euo pipefail
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    export DATABASE_URL="sqlite:$folder/check.db?mode=rwc" SQLX_OFFLINE=false
    sqlx migrate run --source migrations/main
    sqlx migrate run --source migrations/tips --ignore-missing
    cargo sqlx prepare --workspace -- --all-targets

# What runs on every change, from a clean clone to the last test
ci:
    .ci/run

# 10,000 people sign in one apel; prints the figures of docs/performance.md
load *arguments:
    cargo bench --bench apel -- {{arguments}}

# What a bystander waits while others flood the bot
flood *arguments:
    cargo bench --bench flood -- {{arguments}}

# Licences, bans, advisories (needs cargo-deny and the network)
deny:
    cargo deny check

#!/usr/bin/env bash
# Fills corpus/ with what the fuzzer begins from: the files of the tests, and receipts.
set -Eeuo pipefail
cd "$(dirname "$0")"
mkdir -p corpus/picture corpus/pdf corpus/receipt
cp ../tests/files/*.jpg ../tests/files/*.png corpus/picture/
cp ../tests/files/*.pdf corpus/pdf/
# A second one of each with the other parity of its length: the target plants canaries in every other file.
for file in ../tests/files/*.pdf; do
    { cat "$file"; printf '\n'; } >"corpus/pdf/longer-$(basename "$file")"
done
number=0
for text in '' '0123' 'derive:0123456789ABCDEF' 'derive:' '0000-0000-0000-0000-0' 'oooo oooo oooo oooo o' '0000000000000000-0'; do
    number=$((number + 1))
    printf '%s' "$text" >"corpus/receipt/$number"
done

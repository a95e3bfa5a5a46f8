# What `ikrar verify` prints.
ledger-no-database = There is no database at { $path }. Check data_dir, or name the file with --database.
ledger-not-a-ledger = The file { $path } is not a database of Ikrar, or it is damaged. Restore it from a backup.
ledger-walked =
    { $entries } acknowledgement(s) checked, { $erased } of them without personal data (erased).
    First { $first }
    Last  { $last }
ledger-sound = SOUND: every acknowledgement follows the one before and agrees with its document and its signatory.
ledger-empty = SOUND: there is no acknowledgement yet.
ledger-broken-entry = BROKEN at acknowledgement { $seq }: { $fault } All before it are sound.
ledger-broken-orphan = BROKEN: there is a signatory's data for acknowledgement { $seq }, but no such acknowledgement.
ledger-broken-version = BROKEN: document { $document } version { $number }: { $fault }
ledger-fault-missing = acknowledgement { $seq } is not there.
ledger-fault-unreadable = it cannot be read.
ledger-fault-previous = it does not follow the one before; something was removed, put in between or moved.
ledger-fault-version-missing = its document version is not there.
ledger-fault-version-text = the text of the document is not what its SHA-256 is of.
ledger-fault-version-content = the document that is shown is not what its canonical text says.
ledger-fault-version-number = the document's versions are not numbered in order.
ledger-fault-hash = its hash is not of what stands there; something was changed in it or in its document version.
ledger-fault-person = the signatory's data was changed.
ledger-fault-person-missing = the signatory's data is gone and no erasure is on record.
ledger-contains = IN this ledger: { $hash }
ledger-absent = NOT IN this ledger: { $hash }. If the receipt is genuine, this ledger was cut or rewritten.
ledger-absent-so-far = NOT FOUND up to the broken part: { $hash }

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
ledger-chained = The chain holds: every acknowledgement is what its hash says. But some of it is doubtful:
ledger-doubted = DOUBTED: { $count } acknowledgements, the first is number { $first }.
ledger-doubt-line = • number { $seq }: { $doubt }
ledger-doubt-more = … and { $count } more
ledger-doubt-previous = it is older than the one before it, and no clock that was set back is on record.
ledger-doubt-imported = it is older than its document.
ledger-doubt-reading = the parts of the document were not read in order.
ledger-doubt-acknowledged = it was made before the whole document was read.
ledger-doubt-dwell = a part of the document was on screen for too short a time.
ledger-doubt-readings = when it was read is not what the record of the reading says.
ledger-doubt-never-linked = no account had been linked to this person.
ledger-doubt-link = the account that made it was not linked to this person then, or its linking is not on record.
ledger-doubt-key = the signatory's number is not this person's, and no change of it is on record.
ledger-doubt-name = the signatory's name is not this person's, and no change of it is on record.
ledger-doubt-erasure = its personal data was erased, but the record of that cannot be right.
ledger-unrecorded = NOTE: { $count } acknowledgements were made before links and changes of people were kept. Which accounts made them cannot be checked.
ledger-clock = NOTE: the times of { $count } acknowledgements fall because the server's clock was set back, by the record or in a time of which there is none.
ledger-end = Whether anything after number { $seq } was cut off cannot be known from this database alone. Compare the last hash with receipts or reports (--contains).

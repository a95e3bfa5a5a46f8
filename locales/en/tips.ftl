# What `ikrar tips keygen`, `open` and `reseal` print on a recipient's computer.

## Files and passphrases

tips-cannot-read = { $file } cannot be read: { $detail }
tips-cannot-write = { $file } cannot be written: { $detail }
tips-no-key-file = There is no key file { $file }. Name yours with --identity, or make a new key with: ikrar tips keygen
tips-not-a-key = { $file } is not a key file. A key file begins with -----BEGIN AGE, or holds one line AGE-SECRET-KEY-1…
tips-several-keys = There are several keys in { $file }. Put each into a file of its own and name them all with --identity.
tips-key-damaged = The key file { $file } is damaged or incomplete. Use its copy; if the key was typed from paper, check every letter again.
tips-key-too-much-work = The key file { $file } was made with a setting that asks for more than 1 GiB of memory. Files of ikrar tips keygen do not.
tips-key-exists = { $file } is there already and stays: there may be reports that nothing else opens. Choose another name with --out.
tips-ask-passphrase = Passphrase of { $file }:
tips-ask-new = New passphrase:
tips-ask-again = Once more:
tips-unlocking = Unlocking the key, about a second …
tips-wrong-passphrase = That is not the passphrase of { $file }. Mind capitals and spaces.
tips-no-terminal = The passphrase cannot be asked for, because there is no terminal. Run this in one, or use --passphrase-file.
tips-passphrase-file-empty = The first line of { $file } holds no passphrase.
tips-passphrase-advice =
    Choose a strong passphrase of { $least } characters or more; five random words are better than one complicated word.
    What you type is not shown. Nobody can restore a passphrase that is forgotten.
tips-passphrase-short = Too short: { $least } characters or more. Use five random words with spaces.
tips-passphrase-weak = Too easy to guess: it holds common passwords, repetitions, sequences, dates, or names close to this task. Use five random words that have nothing to do with each other.
tips-passphrase-differs = The two differ. Please begin again.

## ikrar tips keygen

tips-keygen-working = Making the key and trying it, a few seconds …
tips-keygen-done =
    Your key has been made, and opened again as a trial.

    Key file      { $file }
    Public key    { $key }
    Fingerprint   { $fingerprint }

    Next:
    1. Copy the key file to a USB stick that is locked away somewhere else. Without the file, or without its passphrase, nobody can open a report.
    2. Send the public key to the bot, on the screen where recipients register. It is no secret. Never send the key file or the passphrase to anybody.
    3. Read the fingerprint by telephone to the superadmin and to another admin when they confirm it.
tips-paper-head =
    RECOVERY KEY OF ANONYMOUS REPORTS, WITHOUT PASSPHRASE
    Fingerprint: { $fingerprint }

    Whoever reads the next line can open reports. Print it or copy it to paper, put it into a sealed envelope in a safe, then clear this screen. Do not keep it on a computer.
tips-paper-foot =
    Public key to register with the bot: { $key }
    To use it: type the line AGE-SECRET-KEY-1… into a text file on a computer without a network, then run ikrar tips open CASE --identity TEXT-FILE. Wrong letters are found.

## ikrar tips open

tips-open-head = === { $at } of { $total }: { $file }
tips-open-files = With { $count } file(s): { $files }
tips-open-saved = Saved in { $folder }
tips-open-hint-out = Nothing has been saved. To save report and files, add --out FOLDER.
tips-open-folder-exists = The folder { $folder } is there already and stays as it is. Choose another with --out, or move the old one away.
tips-open-same = Unchanged since it was kept: its hash matches the name of the file.
tips-open-unmarked = Cannot tell whether it was changed: the name of the file holds no hash. That is so for old cases; for new ones keep the name that the bot gives.
tips-open-other = WARNING: { $file } WAS CHANGED. Its hash does not match the name of the file: it was altered after it was kept, perhaps when it was sealed anew. Do not use it as evidence; tell a superadmin, and in the bot tap "Something has: put it back".
tips-open-failed = { $failed } of { $total } file(s) could not be opened.
tips-open-not-age = { $file } is not a sealed report (.age).
tips-open-passphrase = { $file } is locked with a passphrase, so it is no report; perhaps a key file. Reports come first, key files after --identity.
tips-open-wrong-key = { $file } is not sealed to this key. If you have changed keys, name the old one with --identity as well.
tips-open-damaged = { $file } is damaged: cut short or changed since it was sealed. Fetch it from the bot once more.
tips-open-too-large = { $file } is too large for a report.
tips-open-no-report = { $file } could be opened, but what it holds is no report of Ikrar, so it is not shown.

## ikrar tips reseal

tips-reseal-no-list = There is no manifest.toml in { $folder }. Name the folder that ikrar tips export wrote.
tips-reseal-empty = That list is empty; there is nothing to reseal.
tips-reseal-keys = The reports will be sealed to these { $count } key(s). Compare every fingerprint with its holder by telephone; a key that nobody knows means that somebody else can read.
tips-reseal-key = {"  "}{ $fingerprint }  for { $count } file(s)
tips-reseal-ask = Have all fingerprints been compared, and are they right? Type yes to go on:
tips-reseal-refused = Nothing has been resealed.
tips-reseal-unexpected = There are keys that --expect does not name: { $fingerprints }. Nothing has been resealed.
tips-reseal-absent = Keys that --expect names are not in the list: { $fingerprints }. Nothing has been resealed.
tips-reseal-no-terminal = There is no terminal to ask on. Use --yes with --expect FINGERPRINT for every new key.
tips-reseal-folder-used = The folder { $folder } holds something else. Choose one that is new or empty.
tips-reseal-working = Resealing
tips-reseal-changed = { $file } is not what was exported: damaged or exchanged on its way. Copy it from the server once more.
tips-reseal-not-sealed = { $file } could not be sealed.
tips-reseal-done = { $sealed } file(s) resealed, { $there } done before, { $failed } failed. They are in { $folder }, with a list manifest.toml.
tips-manifest-bad = { $file }: { $problem }
tips-manifest-syntax = it holds no list that can be read ({ $detail }).
tips-manifest-kind = this is a list of another kind. ikrar tips reseal reads the list of ikrar tips export, and writes to another folder.
tips-manifest-version = this list has version { $version }, which is newer than this program. Use the version of ikrar that the server has.
tips-manifest-name = the name of the file in item { $at } is not allowed.
tips-manifest-twice = { $file } is there twice.
tips-manifest-hash = the SHA-256 of { $file } cannot be read.
tips-manifest-no-key = there is no key for { $file }.
tips-manifest-key = one of the keys for { $file } is no valid public key.

## On the server: export, import, status

tips-no-database = The database of tips { $file } is not there yet. Run `ikrar run` once, or check data_dir.
tips-export-folder-used = The folder { $folder } is there already. Name a new one.
tips-export-done =
    { $count } sealed files were written to { $folder }, with a list of the keys of now.
    Not written because there is no valid key: { $keyless }.
    Hand the folder to whoever holds the former key; they run ikrar tips reseal and give the result back for ikrar tips import.
tips-import-no-list = There is no manifest.toml in { $folder }. Point to the folder that ikrar tips reseal wrote.
tips-import-left = { $file } was left alone: { $reason }
tips-import-unknown = there is no such file in the database any more; it may have been deleted or sealed anew
tips-import-changed = it differs from what the list says
tips-import-unreadable = it cannot be read ({ $detail })
tips-reseal-content = { $file }: what is in it is not what the bot kept, so it was not sealed anew. It was changed before it came here; tell a superadmin.
tips-import-content = what is in it was changed when it was sealed anew, so the old file stays
tips-import-keys = it is not sealed to exactly the keys of now; run export and reseal once more
tips-import-done = { $taken } files were replaced by those sealed anew, { $there } had been replaced before, { $left } were left alone.
tips-status-confirmed = { $fingerprint } confirmed by: { $by }
tips-status-by = { $label }
tips-status-by-former = an account that used to hold a role
tips-status-by-unknown = AN ACCOUNT THAT NEVER HELD A ROLE
tips-status-unvouched = WARNING: this key is not used. Nobody who ever held a role confirmed it; find out who writes into the database of tips.
tips-status-recovery = recovery key
tips-status-key = { $label }: { $active }
tips-status-key-waits = { $label }: { $active } (waits to be confirmed: { $waiting })
tips-status-size = Size of the database: { $kib } KiB

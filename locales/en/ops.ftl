## A command typed in the wrong place

ops-no-configuration = There is no ikrar.toml in { $folder }, and no database at { $path }. Nothing was created. Go to the folder where ikrar.toml is, or name the file with --config. For a new installation: ikrar init.
ops-no-database = There is no database at { $path }, which is where { $file } puts it. Nothing was created. Check data_dir, put a copy there with ikrar restore, or begin with ikrar init.
ops-no-database-named = There is no database at { $path }, which is where IKRAR_DATA_DIR puts it. Nothing was created. Check its value, put a copy there with ikrar restore, or begin with ikrar init.
ops-cannot-look = { $path } cannot be opened: { $detail }
ops-outdated = The database { $path } is of an earlier version. Only ikrar run brings it up to date, after making a copy: do that first, then repeat this command.

## ikrar backup

ops-backup-people = { $path }: { $size }, { $entries } pledges, sound. Last hash: { $last }
ops-backup-tips = { $path }: { $size }, anonymous tips, whole. Removed from { $until } on by the next ikrar backup.
ops-backup-no-tips = Without the database of anonymous tips.
ops-backup-file-people = Only the database of people and pledges. For both, name a folder.
ops-backup-broken = Not kept, because it is broken: { $path }: { $fault }
ops-backup-unsound = The copy is complete, but the ledger in it is not sound. Run: ikrar verify --database { $path }
ops-backup-there = { $path } is there already and will not be overwritten.
ops-backup-name = { $path }: the name of a sealed copy ends in .age, that of a plain one in .db.
ops-backup-key = The age key cannot be used: { $detail }
ops-backup-room = Not enough room in { $path }: { $needed } are needed, { $free } are free.

## ikrar restore

ops-restore-empty = There is no copy of a database of Ikrar in { $path }.
ops-restore-needs-key = This copy is sealed. Name the key that opens it with --identity.
ops-restore-wrong-key = { $path } is not sealed to this key.
ops-restore-damaged = { $path } cannot be restored: { $detail }
ops-restore-newer = { $path } was written by a newer version of Ikrar ({ $version }). Install that version first.
ops-restore-unsound = The ledger in { $path } is not sound, so it is not restored. Run ikrar verify --database on that file, and use another copy.
ops-restore-people = { $path }: { $entries } pledges, sound. Last hash: { $last }
ops-restore-tips = { $path }: anonymous tips, whole.
ops-restore-new-tips = The database of tips is set aside; the bot will begin a new one. Every case, key and recipient in it is given up.
ops-restore-no-comparison = The database of now cannot be read, so nothing can be compared: check the list of admins and the codes after restoring.
ops-restore-same = Nothing changes but that everything is as it was when the copy was made.
ops-restore-role-back = A role comes back: { $label } ({ $role }). If it was revoked: ikrar admin revoke { $id }
ops-restore-role-lost = A role is lost: { $label } ({ $role }). Make a new code with ikrar admin claim-code.
ops-restore-claims-back = { $count } codes of roles that were used or revoked will work again until they expire.
ops-restore-codes-back = { $count } codes of people that were used or replaced will work again.
ops-restore-codes-lost = { $count } codes of people handed out after the copy will not be known. Make new ones for those who hold them.
ops-restore-links-back = { $count } links to accounts that were let go will come back.
ops-restore-links-lost = { $count } links to accounts made after the copy will be lost.
ops-restore-pledges-lost = { $count } pledges made after the copy are not in it; whoever holds their receipts makes the pledge again. The old files are kept.
ops-restore-held = { $campaigns } unfinished messages to many and { $rules } reminder rules are held: nothing is sent until somebody has looked, and ikrar restore --go-on.
ops-restore-recipient = Recipient of tips: { $label }
ops-restore-recipient-back = A recipient of tips who was retired comes back: { $label }. Retire them again with /penerima.
ops-restore-cases = { $back } cases that were purged come back, and are purged again the next night; { $lost } cases of after the copy are lost.
ops-restore-no-terminal = There is no terminal to ask on. If this is what you want, add --yes.
ops-restore-ask = Go on? Type yes:
ops-restore-nothing = Nothing was changed.
ops-restore-aside = The old files are kept in { $path }. Remove them when they are no longer needed; they hold personal data.
ops-restore-next = Done. Next: ikrar doctor, then start the bot.
ops-restore-goes-on = Messages to many and reminders go on.
ops-restore-not-held = Nothing is held in { $path }.

## News to superadmins

ops-alarm-disk = The server's disk is nearly full: { $free } are left. Once it is full, pledges and tips cannot be kept. Please make room.
ops-alarm-disk-over = The server's disk has room again.
ops-alarm-clock = The server's clock differs from Telegram's by { $by } ({ $direction }). Meanwhile pledges and reminders are dated wrongly. Please set the server's clock.
ops-alarm-clock-ahead = it is ahead
ops-alarm-clock-behind = it is behind
ops-alarm-clock-over = The server's clock agrees with Telegram's again.
ops-alarm-webhook = Telegram cannot deliver messages to the server: { $detail }. Waiting: { $waiting }. Please check the webhook's address and its proxy.
ops-alarm-webhook-unset = the webhook is not set
ops-alarm-webhook-over = Telegram can deliver messages again.
ops-alarm-conflict = Another program uses this bot's token, so that messages are divided and some are not answered here. Stop that program, or renew the token with @BotFather.
ops-alarm-conflict-over = No other program uses this bot's token any more.
ops-alarm-tips = The database of anonymous tips is out of order, so the bot takes no tips; pledges go on as usual. Run ikrar doctor on the server, restore with ikrar restore --tips, then start the bot again.
ops-alarm-tips-over = The database of anonymous tips is in order again.
ops-alarm-held = The database was just restored from a backup, so messages to many and reminders are held. Look at /siarkan and cancel what was sent already, look at /admin, then have ikrar restore --go-on run on the server.
ops-alarm-held-over = Messages to many and reminders go on.
ops-alarm-away-over = Telegram could not be reached from the server for { $lasted }. The bot answers again now.
ops-seconds = { $count } seconds
ops-minutes = { $count } minutes
ops-hours = { $count } hours
ops-days = { $count } days

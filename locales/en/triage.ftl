## /laporan

triage-home =
    <b>Anonymous tips for { $agency }</b>

    Not finished: <b>{ $open }</b>
    With something not fetched: <b>{ $unread }</b>
    Done or rejected: <b>{ $closed }</b>

    New tips open with: { $readers }

    { $key }

    What a tip says never appears here: fetch its files, then open them on your own computer or phone with your key.
triage-button-home = Open tips
triage-button-open = Not finished ({ $count })
triage-button-closed = Finished ({ $count })
triage-button-counts = Statistics
triage-button-reader = Offline reader
triage-reader-file =
    <b>The offline reader of tips.</b> It makes keys and opens tips. Save this file, then open it with a browser on your own phone or computer, without a network. Before you use it, compare its SHA-256 with the one published outside this bot: in Ikrar's repository, <code>assets/ikrar-pembaca.html.sha256</code>.
triage-button-key = My key
triage-list-open = <b>Tips that are not finished</b>, new ones first. Choose one.
triage-list-open-none = There are no unfinished tips.
triage-list-closed = <b>Tips that are done or rejected.</b> After 90 days they and their files are deleted.
triage-list-closed-none = No tip is done or rejected yet.
triage-line = { $case }, { $status }, { $day }
triage-line-new = ● { $case }, { $status }, { $day }
triage-status-received = received
triage-status-reviewed = under review
triage-status-follow-up = follow-up
triage-status-done = done
triage-status-rejected = rejected
triage-kind-report = report
triage-kind-addition = addition by the reporter
triage-kind-reply = reply to the reporter
triage-kind-note = own note

## One tip

triage-case =
    <b>Tip { $case }</b>
    Received: { $received }
    Status: <b>{ $status }</b>, since { $changed }
    Sent to: { $agencies }

    { $items }
triage-item = { $n }. { $kind }, { $day }
triage-item-new = { $n }. <b>{ $kind }</b>, { $day } (not fetched yet)
triage-items-more = … and { $count } earlier files
triage-case-merged = This tip is a duplicate of <b>{ $case }</b>; its status follows that one.
triage-case-duplicates = Duplicates of this tip: { $cases }. Replies go to all of their reporters.
triage-case-resealed = <b>Files { $items } were sealed anew</b> to the keys of now. Fetch and open them: the offline reader and <code>ikrar tips open</code> say whether what is in them has changed. What was there before is kept until you answer.
triage-button-same = Nothing has changed
triage-button-restore = Something has: put it back
triage-same = Noted. What was there before is gone.
triage-restored = What was there before is back. Superadmins and the other recipients are told.
triage-button-fetch-new = Fetch what is new ({ $count } files)
triage-button-fetch-all = Fetch everything ({ $count } files)
triage-button-move = Change status: { $status }
triage-button-reply = Reply to the reporter
triage-button-note = Note
triage-button-merge = Merge as a duplicate
triage-button-split = Split again
triage-button-leading = To tip { $case }
triage-button-duplicate = Duplicate { $case }
triage-button-case = Back to the tip
triage-gone = This tip no longer exists. Here is how things stand now.
triage-moved = The status is now: { $status }.
triage-not-moved = The status has changed meanwhile. Here is how things stand now.
triage-case-reason = Reason that the reporter reads: { $reason }
triage-unread-ask =
    <b>Report { $case }: { $status }?</b>

    There are files from the reporter that nobody in this agency has fetched, in this report or in a duplicate of it. The reporter hopes to be read. Fetch and read them first, or set the status without reading.
triage-unread-yes = Yes, without reading
triage-reject-ask =
    <b>Not pursue report { $case }?</b>

    Choose the reason. The reporter reads the status and this reason through /cek. Until it is deleted, the report can be reviewed again.
triage-reason-unclear = It says too little
triage-reason-elsewhere = Not for this agency
triage-reason-other-matter = Not about neutrality
triage-reason-no-evidence = Not enough evidence found
triage-reason-known = Already dealt with
triage-reason-written = In my own words

## Fetching

triage-fetching = Sending file { $at } of { $total } …
triage-fetch-again = Fetch again
triage-fetched = { $count } files were sent, see below.
triage-file = Tip { $case }, file { $n }: { $kind }, { $day }
triage-nothing-new = There are no new files.

## Replies and notes

triage-reply-ask =
    <b>Reply to the reporter of { $case }</b>

    Type the reply, in several messages if need be, at most { $most } characters. Only the holder of the receipt and the recipients of this agency can read it. Do not ask for the reporter's name.

    Once it is sealed, your messages are deleted from this chat.
triage-reply-ask-all =
    <b>Reply to the reporter of { $case } and of { $count } duplicates</b>

    Type the reply, in several messages if need be, at most { $most } characters. All reporters receive the same reply, each sealed by itself. Do not mention what only one of them knows.

    Once it is sealed, your messages are deleted from this chat.
triage-reply-check = Send as a reply to the reporter of { $case }? ({ $count } characters) A reply cannot be taken back. To add to it, type another message.
triage-reply-live = Send as a reply to the reporter of { $case }? ({ $count } characters) There is an address, an account, a command or a number in it. The reporter sees it as text that cannot be tapped, with a warning not to open it: whoever taps such a thing can be known. Do not ask for the reporter's name, number or account. A reply cannot be taken back; to change it, tap Type again.
triage-reply-send = Seal and send
triage-reply-sent = The reply is sealed. The reporter reads it with the receipt.
triage-refusal-ask =
    <b>Why is report { $case } not pursued?</b>

    Type the reason, in several messages if you like, { $most } characters at most. The reporter reads it through /cek, and so do those of its duplicates. Do not ask for the reporter's name.

    Once it is sealed, your messages are deleted from this chat.
triage-refusal-check = Not pursue report { $case }, for this reason? ({ $count } characters) A reason cannot be taken back. To add to it, type another message.
triage-refusal-live = Not pursue report { $case }, for this reason? ({ $count } characters) There is an address, an account, a command or a number in it. The reporter sees it as plain writing that cannot be tapped, with a warning not to open it. A reason cannot be taken back; to mend it, tap Type again.
triage-refusal-send = Seal and decide
triage-refusal-sent = The reason is sealed, and the report is not pursued. The reporter reads it with the receipt.
triage-note-ask =
    <b>Note on tip { $case }</b>

    Type the note, in several messages if need be, at most { $most } characters. Only you can open it, by fetching the files of this tip.

    Once it is sealed, your messages are deleted from this chat.
triage-note-check = Keep as a note on tip { $case }? ({ $count } characters) To add to it, type another message.
triage-note-send = Seal and keep
triage-note-kept = The note is sealed and kept.
triage-note-no-key = A note is sealed to your own key, and you have no valid key yet. See My key in /laporan.
triage-write-anew = Type again
triage-write-text = Type only text at this step. To stop, send /batal.
triage-write-long = It would be { $count } characters in all, at most { $most }. The last message was not added; shorten it, or tap Type again.
triage-write-cancelled = Nothing was sent or kept. You can delete what you typed yourself.
triage-write-nothing = Nothing waits to be sent: it was sent, cancelled, or forgotten after 15 minutes.
triage-write-stays = The bot could not delete all of the messages that you typed. Delete them yourself: press and hold the message, then choose Delete.

## Duplicates

triage-merge-pick = <b>Which one is tip { $case } a duplicate of?</b> The one you choose leads; the status of { $case } will follow it.
triage-merge-none = There is no other tip that could lead { $case }.
triage-merge-ask =
    Make <b>{ $case }</b> a duplicate of <b>{ $into }</b>?

    Both reporters see the status of { $into }, and replies to { $into } go to both. Their files stay as they are. Merging can be undone with Split again.
triage-merge-yes = Yes, merge
triage-merged = Merged.
triage-merge-not = They cannot be merged: one of them is a duplicate already, or this tip has duplicates itself. Here is how things stand now.
triage-split = Split again.

## Statistics

triage-counts =
    <b>Anonymous tips for { $agency }, by the month they came in</b>

    { $months }

    Counts below { $least } are not shown. Where a status has so few, none of that month's statuses is shown, so that no difference gives it away. Do not pass on figures of two different moments side by side: their difference may show a single report.
triage-counts-few = { $month }: fewer than { $least }
triage-counts-total = { $month }: <b>{ $total }</b>
triage-counts-all = { $month }: <b>{ $total }</b> ({ $cells })
triage-counts-cell = { $status } { $count }

## The digest at fixed hours

triage-digest =
    <b>Anonymous tips for { $agency }</b>

    Not finished: <code>{ $open }</code>
    With something not fetched: <code>{ $unread }</code>
    Keys that open new tips: recipients <code>{ $people }</code>, recovery <code>{ $recovery }</code>

    This digest comes at fixed hours, also when there is nothing new.

pledge-none =
    There is no pledge for you to make at present.

    It will appear here as soon as there is one.
pledge-list =
    <b>Your pledges</b>

    { $list }
pledge-line-open = • <b>{ $title }</b> — not read yet
pledge-line-reading = • <b>{ $title }</b> — { $read } of { $total } parts read (preamble and { $clauses } points)
pledge-line-signed = • <b>{ $title }</b> — declared, { $at }
pledge-line-followed = • <b>{ $title }</b> — followed, { $at }
pledge-button-begin = Read: { $title }
pledge-button-resume = Go on: { $title }
pledge-button-receipt = Receipt: { $title }
pledge-sample = <b>SAMPLE</b> — not an official text, to be replaced by the agency
pledge-head-preamble = <b>{ $title }</b> · Preamble
pledge-head-clause = <b>{ $title }</b> · Point { $at }/{ $total }
pledge-head-whole = <b>{ $title }</b> · Whole text
pledge-head-page = { $head } (page { $page }/{ $pages })
pledge-screen =
    { $head }
    { $notes }

    { $text }
pledge-screen-bare =
    { $head }

    { $text }
pledge-circular = Under circular number <code>{ $number }</code> of { $date }
pledge-button-read = I have read this
pledge-button-next = Next
pledge-button-back = Back
pledge-button-page-next = Next page
pledge-button-page-back = Previous page
pledge-button-later = Later
pledge-button-sign = I make this pledge
pledge-button-sign-pact = I declare myself bound
pledge-whole-ask-sign-pact = By tapping <b>I declare myself bound</b> you declare yourself bound by this integrity pact as:
pledge-follow-statement = I have read the whole text, understand it, and follow its reading.
pledge-button-follow = I follow this pledge
pledge-whole-ask-sign = By tapping <b>I make this pledge</b> you make it as:
pledge-whole-ask-follow = By tapping <b>I follow this pledge</b> you declare that you follow its reading as:
pledge-whole-who = <b>{ $name }</b>, { $position }, { $unit }
pledge-whole-who-bare = <b>{ $name }</b>, { $unit }
pledge-haste = Please read it carefully first. This button works in { $seconds } seconds.
pledge-already-read = This part is already recorded as read.
pledge-not-yet = There are parts you have not read yet. Let us go on from there.
pledge-later =
    All right. What you have read of <b>{ $title }</b> is kept: { $read } of { $total } parts (preamble and { $clauses } points).

    Nothing is declared yet. Go on at any time with the button below or /ikrar.
pledge-superseded =
    The text of <b>{ $title }</b> has been renewed, so this button no longer works.

    Please read and make the newest version. Pledges already made are kept.
pledge-superseded-short = This text has been renewed. Please read the newest version.
pledge-button-newest = Read the newest version
pledge-not-bound = This document is not for you. Send /ikrar to see what is.
pledge-done = Thank you, your declaration is recorded.
pledge-already-done = This is recorded in your name already. Its receipt remains valid.
pledge-receipt =
    <b>Receipt</b>
    Number: <code>{ $number }</code>

    { $act }
    <b>{ $title }</b>, version { $version }

    Name: { $name }
    Position: { $position }
    Unit: { $unit }
    Time: { $at }

    Fingerprint of the text (SHA-256):
    <code>{ $document }</code>
    Fingerprint of this receipt (SHA-256):
    <code>{ $entry }</code>

    This receipt is an electronic acknowledgement (a non-certified electronic signature) tied to the text, the time and the staff record above. It does not replace a handwritten signature where regulations require one.

    Anyone can check it with <code>/cek_tanda { $number }</code>
pledge-act-sign = Pledged:
pledge-act-sign-pact = Declared:
pledge-act-follow = Reading followed:
pledge-button-check-link = Link for checking
pledge-button-other = All my pledges
pledge-button-text = Read the text
pledge-button-text-of = Read the text: { $title }
pledge-button-text-file = Text as a file (TXT)
pledge-button-following = Next: { $title }
pledge-button-receipt-earlier = Receipt: { $title } (version { $version })
pledge-again-which = Version { $version }, as on receipt <code>{ $number }</code>
pledge-again-older = This text has been renewed. Below is the version that the receipt is of.
pledge-again-sha =
    Fingerprint of the text (SHA-256):
    <code>{ $document }</code>
pledge-again-file =
    The text of <b>{ $title }</b>, version { $version }, byte by byte.

    The SHA-256 of this file is the fingerprint of the text on the receipt:
    <code>{ $document }</code>

    To compare: <code>certutil -hashfile FILE SHA256</code> (Windows) or <code>sha256sum FILE</code> (Linux).
pledge-list-earlier =
    <b>Earlier</b>

    { $list }
pledge-line-earlier-signed = • <b>{ $title }</b> (version { $version }): pledged, { $at }
pledge-line-earlier-followed = • <b>{ $title }</b> (version { $version }): followed, { $at }
pledge-check-how =
    To check a receipt, send its number, for example:

    <code>IKR-000123-9f86d081</code>
pledge-check-none = There is no receipt with that number. Please check how it is written.
pledge-check-valid = <b>This receipt is on record and intact.</b>
pledge-check-invalid = <b>This receipt is NOT intact:</b> its record no longer matches its fingerprint. Please report it to { $contact }.
pledge-check =
    { $verdict }

    Number: <code>{ $number }</code>
    { $act }
    <b>{ $title }</b>, version { $version }

    Name: { $name }
    Unit: { $unit }
    Time: { $at }
    Fingerprint of the text: <code>{ $document }</code>
    Fingerprint of the receipt: <code>{ $entry }</code>

    Only the whole fingerprint of the receipt, 64 digits, is evidence. The receipt's number, with its last 8 digits, is for finding it.

    The name is masked to protect personal data.
pledge-check-erased = (personal data erased)
pledge-check-denied = <b>Denied:</b> on { $at } whoever it speaks for said that they did not make it. It stays on record.
pledge-prior-button = Made from another account: please answer
pledge-prior-ask =
    <b>Was this you?</b>

    There are acknowledgements in your name from another account:

    { $list }

    If you have another account or phone now, tap <b>Yes, that was me</b>. If you did not make them, tap <b>Not me</b>; the admins will be told. You can answer at any time through /status.
pledge-prior-ask-unknown =
    <b>Was this you?</b>

    Before this account was linked, acknowledgements were made in your name. From which account is not on record:

    { $list }

    If you made them yourself, tap <b>Yes, that was me</b>. If not, tap <b>Not me</b>; the admins will be told. You can answer at any time through /status.
pledge-prior-line = • <b>{ $title }</b>, { $at }, <code>{ $number }</code>
pledge-prior-more = … and { $count } more
pledge-prior-own = Yes, that was me
pledge-prior-deny = Not me
pledge-prior-none = There is nothing left to answer.
pledge-prior-owned =
    Thank you. It is on record that you made these yourself:

    { $list }
pledge-prior-denied =
    Thank you for telling us. It is on record that you did not make these:

    { $list }

    The admins have been told. Nothing is removed, but it is marked as denied. To take it further, turn to { $contact }.
pledge-prior-told =
    <b>An acknowledgement was denied</b>

    { $name } ({ $key }), { $unit }, says that they did not make these:

    { $list }

    The code of the account that made them was made by: { $by }

    Nothing is removed; it is marked in /rekap. Please look into it.
pledge-prior-by-unknown = not on record
pledge-check-doubted = <b>This receipt is on record, but its content is DOUBTFUL:</b> its times or its account are not supported by other records. Please report it to { $contact }.

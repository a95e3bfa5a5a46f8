pledge-none =
    There is no pledge for you to make at present.

    It will appear here as soon as there is one.
pledge-list =
    <b>Your pledges</b>

    { $list }
pledge-line-open = • <b>{ $title }</b> — not read yet
pledge-line-reading = • <b>{ $title }</b> — { $read } of { $total } parts read
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
    All right. What you have read of <b>{ $title }</b> is kept ({ $read } of { $total } parts).

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
    Fingerprint of the receipt: <code>{ $entry }</code>

    The name is masked to protect personal data.
pledge-check-erased = (personal data erased)

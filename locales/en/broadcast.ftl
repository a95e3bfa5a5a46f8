## The beginning

broadcast-home =
    <b>Broadcasts</b>

    One message for many people: write it, choose who receives it, see what it looks like, then send it now or set a time. Nothing goes out before you have typed the number of recipients.
broadcast-home-draft =
    <b>Broadcasts</b>

    There is a draft that was not sent. Go on with it, or throw it away to begin a new one.
broadcast-home-empty-draft =
    <b>Broadcasts</b>

    There is an empty draft. Go on by sending what it should say.
broadcast-new = Write a new broadcast
broadcast-continue = Go on with the draft
broadcast-discard = Throw the draft away
broadcast-campaigns = Running and past broadcasts
broadcast-no-draft = This draft is no longer there: it was sent or thrown away. Send /siarkan to see how things stand.
broadcast-not-written = This broadcast says nothing yet. Tap Rewrite and send what it should say.
broadcast-discard-ask = This draft will be thrown away, with its content, recipients and time. Go on?
broadcast-discard-yes = Yes, throw it away
broadcast-discarded = The draft was thrown away.

## Content

broadcast-ask-content =
    <b>What the broadcast says</b>

    Send it in this chat: text (with bold, italics, quotations and links), a photo, a document, or an album of 2 to { $most } photos or documents.

    What can be filled in for each recipient:
    { $variables }

    You will see how it looks first; nothing is sent to anyone yet.
broadcast-album =
    Received of the album so far: { $parts }.

    Once everything is there, tap <b>See how it looks</b>.
broadcast-album-done = See how it looks
broadcast-rewrite = Rewrite
broadcast-preview = See how it looks
broadcast-test = Send a test to me
broadcast-test-sent = Sent to this chat only, exactly as it will be received.
broadcast-sample-name = Name of Recipient
broadcast-sample-unit = Unit of Recipient
broadcast-refused = Telegram refuses this content, so no recipient would get it. Change it, for example by uploading the file anew.
broadcast-not-shown = We cannot show how it looks because Telegram is hard to reach at the moment. The draft is safe; send /siarkan and go on in a while.

## The draft

broadcast-counting =
    Counting the recipients …

    With a large roster this takes a while.
broadcast-draft =
    <b>Draft of a broadcast</b>

    { $summary }

    That choice holds { $people } people; { $open } are not linked on Telegram, so they receive nothing.

    { $note }
broadcast-draft-note = Nothing has been sent yet. <b>See how it looks</b> shows the message, filled in with your own data.
broadcast-draft-note-sample = Nothing has been sent yet. <b>See how it looks</b> shows the message, filled with a sample name and unit, as this account is not linked to the roster.
broadcast-recipients = { $count }
broadcast-recipients-muted = { $words }, of whom { $count } do not want optional messages (will be skipped)
broadcast-recipients-unreachable = { $words }, { $count } last not reachable
broadcast-summary =
    <b>For:</b> { $words }
    <b>Recipients:</b> { $recipients }
    <b>Nature:</b> { $mandatory }
    <b>Begins:</b> { $start }
    <b>Hours:</b> { $hours }
    <b>If the service stops:</b> { $doubtful }
    <b>Speed:</b> { $speed }
    <b>Estimate:</b> { $end }
broadcast-mandatory = mandatory, also sent to those who do not want optional messages
broadcast-optional = optional, skipped for those who do not want it
broadcast-make-mandatory = Change: make it mandatory
broadcast-make-optional = Change: make it optional
broadcast-now = as soon as it is sent off
broadcast-start-gone = { $at } (already past; choose another time)
broadcast-hold = what is in doubt waits for your decision
broadcast-resend = what is in doubt is sent again; a few people may get it twice
broadcast-make-hold = Change: if it stops, wait for me
broadcast-make-resend = Change: if it stops, send again
broadcast-hours = { $from }–{ $to } at the recipient's place, every day
broadcast-hours-weekdays = { $from }–{ $to } at the recipient's place, Monday to Friday
broadcast-hours-always = at any time, by night as well
broadcast-make-hours = Change: hours { $hours }
broadcast-hours-short = { $from }–{ $to }
broadcast-hours-short-weekdays = { $from }–{ $to }, working days
broadcast-hours-short-always = any time
broadcast-speed = { $rate } messages a second, free of charge
broadcast-speed-paid = { $rate } messages a second, paid: at most { $stars } Telegram Stars for { $messages } messages
broadcast-make-free = Change: free speed
broadcast-make-paid = Change: paid speed
broadcast-end = ≈ { $length }; ends about { $ends }
broadcast-end-pauses = ≈ { $length } without the pauses; ends about { $ends }, as it rests outside the hours
broadcast-end-later = begins { $begins }, as it waits for the hours; ≈ { $length }, ends about { $ends }
broadcast-end-none = no recipients yet
broadcast-length = { $hours } h { $minutes } min
broadcast-length-hours = { $hours } h
broadcast-length-minutes = { $minutes } min
broadcast-length-short = 1 min
broadcast-clock = { $hour }:{ $minute }
broadcast-moment = { $day }, { $time } { $zone }
broadcast-change-audience = Change recipients
broadcast-change-time = Change time
broadcast-send = Send …

## Time

broadcast-times = When should the broadcast begin? All times here are in { $zone }. Outside the hours, messages wait until the hours at the recipient's place.
broadcast-at-once = At once
broadcast-type-time = Type another time
broadcast-ask-time =
    Type the day and the time, in { $zone }. For example:

    <code>besok 08.00</code>
    <code>besok pukul 9</code>
    <code>25-09-2024 08.00</code>
    <code>25 September 2024 08.00</code>
broadcast-time-unreadable = We do not understand that time. Write the day and the time, such as <code>besok 08.00</code>, <code>besok pukul 9</code> or <code>25-09-2024 08.00</code>.
broadcast-time-none = There is no such date or time. Check it and type it again.
broadcast-time-past = That time is past. Choose one that is still to come.
broadcast-time-far = That time is more than a year away. Check the year and type it again.
broadcast-time-gone = The time that was chosen is past. Tap Change time on the draft and choose another.

## Paid

broadcast-paid-ask =
    <b>Paid speed</b>

    Telegram sends about 30 messages a second free of charge. Each message above that costs 0.1 Telegram Stars, taken from the bot's balance.

    For { $messages } messages: at most <b>{ $stars } Stars</b>. With too low a balance, Telegram refuses to send.
broadcast-paid-yes = Yes, at most { $stars } Stars
broadcast-paid-not-allowed = Paid speed is not allowed on this service. Tap Change: free speed on the draft.

## Sending

broadcast-nobody = This broadcast cannot be sent yet: no one in that choice is linked on Telegram. Change the recipients on the draft.
broadcast-nobody-wants = This broadcast cannot be sent yet: all in that choice who are linked do not want optional messages. Change the recipients, or make it mandatory.
broadcast-confirm =
    <b>Send this broadcast?</b>

    { $summary }

    Type the number of recipients, <b>{ $count }</b>, to send it.
broadcast-confirm-again =
    <b>The number of recipients has just changed, so nothing was sent.</b>

    It was { $before }, it is now { $recipients }. Type <b>{ $count }</b> to send it to them, or go back to the draft.
broadcast-confirm-wrong = That is not the number, so nothing was sent. Type { $count } to send it, or tap Back.
broadcast-changed = This draft has just changed, so nothing was sent. Send /siarkan, look at the draft and send it again.
broadcast-untitled = Broadcast of { $day }
broadcast-sent =
    <b>The broadcast for { $count } people has begun.</b>

    Estimate: { $end }.
broadcast-scheduled =
    <b>The broadcast for { $count } people is scheduled.</b>

    Begins: { $at }
    Estimate: { $end }.

    Who receives it is settled at that time, by the roster as it is then.
broadcast-progress = See how it goes
broadcast-edit-late = The change of this message does not count: the broadcast has been sent or scheduled, or its draft was replaced. To correct it, open /siarkan: a broadcast that is not finished can be stopped, and a correction sent as a new one.

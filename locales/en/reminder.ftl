## Texts that come with a new election

reminder-default-month =
    Dear { "{nama}" },
    { "{unit}" }

    <b>{ "{tahapan}" }</b> begins on <b>{ "{tanggal}" }</b>, { "{sisa_hari}" } days from now. By our records you have yet to complete the neutrality pledge.

    Kindly read and make it early. It takes a few minutes only and can be continued at any time:
    { "{tautan}" }
reminder-default-week =
    Dear { "{nama}" },
    { "{unit}" }

    <b>{ "{sisa_hari}" } days</b> remain until <b>{ "{tahapan}" }</b> begins on { "{tanggal}" }, and we have yet to receive your neutrality pledge.

    Kindly complete it this week:
    { "{tautan}" }
reminder-default-day =
    Dear { "{nama}" },
    { "{unit}" }

    <b>{ "{tahapan}" }</b> begins on <b>{ "{tanggal}" }</b>. We have yet to receive your neutrality pledge.

    Kindly complete it before this stage begins:
    { "{tautan}" }
reminder-default-campaign =
    Dear { "{nama}" },
    { "{unit}" }

    <b>{ "{tahapan}" }</b> begins on { "{tanggal}" }. We recall the neutrality pledge that binds us all:

    • to keep public service neutral;
    • to take no side, and to intimidate or threaten nobody;
    • to use social media wisely, never in the interest of any candidate;
    • to refuse money politics and gifts of any kind.

    The whole text and your pledge: { "{tautan}" }
reminder-default-quiet =
    Dear { "{nama}" },
    { "{unit}" }

    <b>{ "{tahapan}" }</b> begins on { "{tanggal}" }. It lets every voter weigh the choice in peace.

    Kindly remain neutral, on social media too: spread no appeals, support or unverified news, and refuse every gift.

    Your pledge: { "{tautan}" }
reminder-default-vote =
    Dear { "{nama}" },
    { "{unit}" }

    <b>{ "{tahapan}" }</b> takes place on { "{tanggal}" }. Our choice is shown in the voting booth alone.

    Kindly use your right to vote as a citizen, keep serving the public without taking sides, and refuse money politics.

    Your pledge: { "{tautan}" }
reminder-default-new =
    Dear { "{nama}" },
    { "{unit}" }

    A reminder: <b>{ "{tahapan}" }</b>, { "{tanggal}" }. Kindly remain neutral in your service, at the office and on social media.

    Your pledge: { "{tautan}" }
reminder-title = { $stage } · { $when }
reminder-title-last = { $stage } · { $when } from its last day
reminder-label = { $when }
reminder-label-daily = { $when }, every day
reminder-label-every = { $when }, every { $days } days

## What needs mending

reminder-days-range = At most { $most } days from the stage. Write a smaller number, such as -7.
reminder-time-outside = { $time } is outside the sending hours of this election ({ $from }–{ $to }). Choose a time between them, or change the hours in the schedule first.
reminder-repeat-range = At most every { $most } days. Choose a smaller number.
reminder-repeat-owing = Only a reminder to those who still owe a pledge can repeat. Switch the repetition off first if this reminder is meant for others.
reminder-days-left-over = This reminder goes out after its stage has ended, so { $variable } means nothing. Take it out of the text, or choose an earlier day.
reminder-too-many = One person could then get { $count } reminders on { $day }; at most { $most } a day. Change the days or the repetition of this reminder, or switch another one of that day off.
reminder-time-unreadable = We cannot read that time. Write it like 08.00 or 8:30, hours from 0 to 23.
reminder-days-unreadable = We cannot read those days. Write H-7 or -7 for seven days before, H for the day itself, and H+2 or +2 for two days after.
reminder-again =
    { $problem }

    Please write it again. The question is still open.
reminder-gone = That reminder no longer exists. Send /jadwal to see what there is now.
reminder-election-gone = That election no longer exists. Send /jadwal to see what there is now.
reminder-stage-gone = That stage no longer exists. Send /jadwal to see what there is now.

## The list

reminder-list =
    <b>Reminders · { $election }</b>

    { $lines }

    Times are local to the recipient. Tap one to see its text and audience and to change it.
reminder-list-empty =
    <b>Reminders · { $election }</b>

    There are none yet. Add one for any stage.
reminder-line = • <b>{ $when }</b> { $stage }, { $time }, { $whom }: { $next }
reminder-next = next { $day }
reminder-next-none = none to come
reminder-next-sent = last sent { $day }
reminder-next-off = off
reminder-button-rule = { $when } · { $stage }
reminder-button-rule-twin = { $when }, { $time } · { $stage }
reminder-button-rule-twin-off = { $when }, { $time }, off · { $stage }
reminder-button-add = Add a reminder
reminder-button-all = All reminders

## One reminder

reminder-rule =
    <b>{ $when } · { $stage }</b>
    { $election } — { $next }

    <b>When:</b> { $moment }
    { $zones }
    <b>Repetition:</b> { $repeat }
    <b>Audience:</b> { $whom }
    <b>Kind:</b> { $kind }
    <b>Attachment:</b> { $file }

    <blockquote>{ $text }</blockquote>{ $warnings }
reminder-moment-first = { $when } from the first day ({ $day }), at { $time } local time
reminder-moment-last = { $when } from the last day ({ $day }), at { $time } local time
reminder-zone = • { $at }
reminder-zone-none = • Nothing more will be sent: its time is over.
reminder-once = once
reminder-daily = every day until pledged, { $until } at the latest
reminder-every = every { $days } days until pledged, { $until } at the latest
reminder-mandatory = mandatory, also reaches those who muted optional messages
reminder-optional = optional, recipients may mute it
reminder-file-none = none
reminder-file-photo = a photo
reminder-file-document = a document
reminder-note-week = Note: in the week of { $week } all reminders of this election together send { $count } messages to one person; the limit is { $cap }. The rest is skipped.
reminder-note-weekend = Nothing is sent at the weekend: what falls on { $planned } goes out on { $day }.
reminder-button-days = Days
reminder-button-time = Time
reminder-button-text = Text
reminder-button-detach = Remove attachment
reminder-button-whom = Audience
reminder-button-repeat = Repetition
reminder-button-mandatory = Make mandatory
reminder-button-optional = Make optional
reminder-button-on = Switch on
reminder-button-off = Switch off
reminder-button-preview = Preview
reminder-button-result = Result { $zone }
reminder-button-copy = Copy
reminder-button-remove = Remove
reminder-stopped = This reminder was going out with its old settings. That has been stopped ({ $count } zones); whoever has yet to get it will not.
reminder-over = Its time is over by the present calendar; nothing will be sent.

## Days, time, repetition, text

reminder-when =
    <b>Days</b>
    { $when } · { $stage }

    { $moment }
    { $zones }{ $warnings }
reminder-button-week-earlier = −7
reminder-button-day-earlier = −1
reminder-button-day-later = +1
reminder-button-week-later = +7
reminder-button-first = Count from the first day
reminder-button-last = Count from the last day
reminder-button-type = Type it
reminder-clock =
    <b>Time</b>
    { $when } · { $stage }

    Now { $time }, local to the recipient. Sending hours of this election are { $from } to { $to }.
reminder-button-clock = { $time }
reminder-repetition =
    <b>Repetition</b>
    { $when } · { $stage }

    Now: { $repeat }.

    Only those who still owe a pledge are reminded again. Whoever makes it is left in peace at once. At the latest until { $until }, the last day of the stage.
reminder-button-once = Once
reminder-button-daily = Every day
reminder-button-every = Every { $days } days
reminder-ask-days =
    How many days from the stage?

    Write <code>H-7</code> for seven days before, <code>H</code> for the day itself, <code>H+2</code> for two days after; at most { $most } days.
reminder-ask-time =
    At what time does this reminder go out, local to the recipient?

    Write it like <code>08.00</code> or <code>8:30</code>, between { $from } and { $to }.
reminder-ask-text =
    Send the text of the reminder in one message. Bold, italics, quotes and links are kept. To attach a circular, send the photo or document with the text as its caption; without a caption the present text stays.

    Variables:
    { $variables }

    The present text:
    <blockquote>{ $text }</blockquote>

## Adding, copying, removing

reminder-add =
    <b>A new reminder · { $election }</b>

    For which stage?
reminder-copy =
    <b>Copy { $when } · { $stage }</b>

    To which stage? The copy is off at first, so that it can be looked over.
reminder-button-stage = { $stage }
reminder-added = The reminder is added and off. Check its days, audience and text, then tap Switch on.
reminder-remove =
    Remove the reminder <b>{ $when } · { $stage }</b>?

    What is still to be sent is cancelled. What was sent stays on record. To pause it only, switch it off.
reminder-button-remove-yes = Yes, remove
reminder-removed = The reminder is removed.

## Preview

reminder-preview =
    <b>Preview · { $when } · { $stage }</b>

    <b>Audience:</b> { $whom }
    { $size }

    <b>Next sending</b> ({ $rate } messages a second):
    { $zones }

    <blockquote>{ $text }</blockquote>

    { $note }{ $warnings }
reminder-preview-nobody = Nobody would get it today. It may be on all the same: recipients are counted again when it is sent.
reminder-preview-rest = Recipients are counted again when it is sent; who has pledged is checked once more just before each message leaves.
reminder-forecast = • { $from }: { $recipients } recipients, done at about { $until }
reminder-forecast-late = • { $from }: { $recipients } recipients. Note: { $left } people would be left at { $until }, when that day ends. Begin earlier or divide the audience.
reminder-button-sample = See the message
reminder-sample-name = Name of the recipient
reminder-sample-unit = Unit of the recipient
reminder-sample-sent = There it is, below.
reminder-sample-refused = Telegram refuses this message. As a rule its attachment is gone or its text is too long. Send text and attachment again by way of Text.
reminder-sample-later = Telegram gives no answer, so the sample may be missing. Try again in a moment.

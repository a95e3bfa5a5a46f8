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

    Kindly complete it today, before this stage begins:
    { "{tautan}" }
reminder-default-campaign =
    Dear { "{nama}" },
    { "{unit}" }

    Today, { "{tanggal}" }, <b>{ "{tahapan}" }</b> begins. We recall the neutrality pledge that binds us all:

    • to keep public service neutral;
    • to take no side, and to intimidate or threaten nobody;
    • to use social media wisely: no likes, comments or shares in the interest of any candidate;
    • to refuse money politics and gifts of any kind.

    The whole text and your pledge: { "{tautan}" }
reminder-default-quiet =
    Dear { "{nama}" },
    { "{unit}" }

    <b>{ "{tahapan}" }</b> begins today, { "{tanggal}" }. There is no campaigning of any kind, on social media either.

    Kindly remain neutral: spread no appeals, support or unverified news, and refuse every gift.

    Your pledge: { "{tautan}" }
reminder-default-vote =
    Dear { "{nama}" },
    { "{unit}" }

    Tomorrow, { "{tanggal}" }, is the day of <b>{ "{tahapan}" }</b>. Our choice is shown in the voting booth alone.

    Kindly use your right to vote as a citizen, keep serving the public without taking sides, and refuse money politics.

    Your pledge: { "{tautan}" }
reminder-default-new =
    Dear { "{nama}" },
    { "{unit}" }

    A reminder: <b>{ "{tahapan}" }</b>, { "{tanggal}" }. Kindly remain neutral in your service, at the office and on social media.

    Your pledge: { "{tautan}" }
reminder-title = { $stage } · { $when }
reminder-title-last = { $stage } · { $when } from its last day

## What needs mending

reminder-days-range = At most { $most } days from the stage. Write a smaller number, such as -7.
reminder-time-outside = { $time } is outside the sending hours of this election ({ $from }–{ $to }). Choose a time between them, or change the hours in the schedule first.
reminder-repeat-range = At most every { $most } days. Choose a smaller number.
reminder-repeat-owing = Only a reminder to those who still owe a pledge can repeat. Switch the repetition off first if this reminder is meant for others.
reminder-text-empty = There is no text yet. Send the text of the reminder; a photo or a PDF may come along, with the text as its caption.
reminder-variable-unknown = There is no variable { $word }. These exist: { $list }. Correct it and send the text again.
reminder-days-left-over = This reminder goes out after its stage has ended, so { $variable } means nothing. Take it out of the text, or choose an earlier day.
reminder-text-long = With the longest name and unit filled in, this text has { $length } characters; Telegram takes { $room }. Shorten it by some { $over } and send it again.
reminder-caption-long = With the longest name and unit filled in, this caption has { $length } characters; Telegram takes { $room }. Shorten it by some { $over }, or send the text without a file.
reminder-too-many = One person could then get { $count } reminders on { $day }; at most { $most } a day. Change the days or the repetition of this reminder, or switch another one of that day off.

## Kinds of stages, and days

calendar-kind-campaign = campaign
calendar-kind-quiet = quiet period
calendar-kind-vote = vote
calendar-kind-other = other stage
calendar-day = { $day }
calendar-days = { $first } to { $last }
calendar-stage-line = { $stage }: { $days }
calendar-stage-kind-line = { $stage } ({ $kind }): { $days }

## Problems of a calendar file

calendar-problem-line = Line { $line }: { $problem }
calendar-problem-field = Line { $line }, { $field }: { $problem }
calendar-problem-event = "{ $event }": { $problem }
calendar-empty = This file is empty. Begin from one of the examples in examples/calendars.
calendar-too-big = This file is larger than { $most } KB, while a calendar takes a few. Send a file with the calendar of one election.
calendar-not-utf8 = This file is not UTF-8 text. Save it again with UTF-8 encoding.
calendar-syntax = Not valid TOML ({ $detail }). Check quotes, brackets and equals signs; compare with the example.
calendar-missing-key = Missing. Add it, as in the example.
calendar-unknown-key = "{ $key }" is unknown. Known here: { $known }.
calendar-wrong-type = This must be { $expected }.
calendar-type-text = text in quotes
calendar-type-table = a section with entries of its own
calendar-type-stages = a list of stages; write [[stage]] above each one
calendar-type-boolean = true or false
calendar-type-number = a whole number
calendar-type-date = a date such as 2024-09-25
calendar-bad-id = "{ $id }" cannot be an id. Use 1 to 64 lower-case letters, digits and hyphens, such as "pilkada-2024".
calendar-unknown-kind = There is no kind of stage "{ $kind }". Choose one of: { $known }.
calendar-unknown-zone = There is no zone "{ $zone }"; there are WIB, WITA and WIT. A calendar needs none, because reminders go out by the clock of whoever receives them: remove this line.
calendar-bad-date = "{ $date }" is not a date that exists. Write year-month-day, such as 2024-09-25.
calendar-bad-hours = "{ $hours }" is not a range of hours. Write the earlier one first, such as "07:00-21:00".
calendar-bad-cap = Enter a whole number from 1 to { $most }.
calendar-no-stage = There is no stage yet. Enter at least one.
calendar-name-empty = This name is empty. Write the name.
calendar-name-long = This name has { $length } characters; it may have { $most }. Shorten it.
calendar-name-hidden = This name has a hidden character or one that turns the direction of writing around ({ $code }). Type the name again.
calendar-name-twice = The name "{ $name }" is used twice. Give each stage a name of its own.
calendar-too-many-stages = There are { $count } stages; at most { $most } are allowed. Remove those that need no reminders.
calendar-end-before-start = The last day ({ $last }) is before the first day ({ $first }). Swap or correct them.
calendar-year = The year of { $day } is outside { $from } to { $to }. Check the typing.
calendar-two-votes = There is a vote already, "{ $other }". An election has one vote; give this one the kind other, or make it an election of its own.
calendar-overlap = It overlaps with "{ $other }" ({ $days }). Campaign, quiet period and vote may not share a day; correct one of them.
calendar-warning = Please note: { $warning }
calendar-warning-overlap = "{ $stage }" runs at the same time as "{ $other }".
calendar-warning-overlaps = "{ $stage }" runs at the same time as "{ $other }" and { $count } other stages.
calendar-warning-zone = zone is not used. The dates hold in every zone, and reminders go out by the clock of whoever receives them.
calendar-warning-gap = there are { $count } days between the end of "{ $other }" and the beginning of "{ $stage }".
calendar-warning-vote = "{ $stage }" takes more than a day ({ $days }).
calendar-warning-cancelled = "{ $event }" is marked CANCELLED and was passed over.
calendar-ics-syntax = This is not a complete iCalendar. Export it again from the calendar program, and send the .ics file as it is.
calendar-ics-many = This calendar has more than { $most } parts. Export a calendar with the stages of one election only.
calendar-ics-no-name = This calendar has no name. Give one by --title "Pilkada …", set X-WR-CALNAME, or name the calendar in its program.
calendar-ics-bad-name = The calendar's name (X-WR-CALNAME): { $problem }
calendar-ics-no-slug = The calendar's name (X-WR-CALNAME) must have Latin letters or digits, such as Pilkada 2024.
calendar-ics-no-event = This calendar has no event (VEVENT). Each stage is one event.
calendar-ics-no-summary = This event has no title (SUMMARY). Enter the name of the stage.
calendar-ics-no-start = This event has no start (DTSTART). Enter its date.
calendar-ics-bad-date = { $field } "{ $date }" is not a date that exists. Write year, month and day, such as 20240925.
calendar-ics-zone = The zone "{ $zone }" is unknown. Use Asia/Jakarta, Asia/Pontianak, Asia/Makassar, Asia/Jayapura or UTC; better still, make it an all-day event.
calendar-ics-repeats = This event repeats (RRULE or RDATE), and a stage does not. Make one event for each stage.
calendar-ics-duration = The duration "{ $duration }" cannot be used: it is no length of time, or less than nothing. Give this event an end (DTEND).
calendar-ics-line = { $property } on this line cannot be read. Export it again from the calendar program, or mend the line.
calendar-ics-names = This file holds several calendars of different names, among them "{ $first }" and "{ $other }". Export the calendar of one election alone.
calendar-ics-method = This file is an answer to an invitation (METHOD:{ $method }), not a calendar. Export the calendar and send that file.
calendar-ics-repeats-from = This event repeats (RRULE or RDATE), for the first time on { $days }; stages do not. Make one event for each stage.
calendar-title-no-slug = The name of an election must have Latin letters or digits, for example Pilkada 2024.
calendar-cancel-unknown = This file holds only events that were cancelled, and none of them is in the calendar. There is nothing to change.

## Changes

calendar-plan-name = Name of the election: "{ $from }" becomes "{ $to }"
calendar-plan-settings = Reminder settings: { $settings }
calendar-plan-renamed = Name of the stage: "{ $from }" becomes "{ $to }"
calendar-plan-kind = { $stage }: from { $from } to { $to }
calendar-plan-days = { $stage }: from { $from } to { $to }
calendar-plan-added = New stage: { $stage }
calendar-plan-removed = Removed together with its reminders: { $stage }
calendar-settings-weekends = between { $from } and { $to } every day, at most { $cap } reminders for one person in a week
calendar-settings-workdays = between { $from } and { $to } on working days, at most { $cap } reminders for one person in a week
calendar-settings-range = These hours or this number are out of range. The first hour must be before the last.
calendar-wave-moved = { $rule } · { $stage }: { $from } becomes { $to }
calendar-wave-dropped = Will not be sent: { $rule } · { $stage }, was { $from }, because its new time is over already
calendar-wave-revived = Will be sent: { $rule } · { $stage }, { $to }
calendar-wave-coming = { $rule } · { $stage }: { $to }
calendar-wave-over = { $rule } · { $stage }: its time is over, so it will not be sent
calendar-run-day = { $day } at { $time }
calendar-run-days = { $first } to { $last } at { $time }
calendar-run-zones = { $when } ({ $zones } only)
calendar-first = First reminder: { $day } at { $time } local time.
calendar-first-soon = <b>Please note: the first reminder goes out within 24 hours, { $day } at { $time } local time.</b>
calendar-first-today = <b>Please note: the first reminder goes out today at { $time } local time.</b>
calendar-first-none = None of the usual reminders will be sent for this calendar.
calendar-wave-more = and { $count } more reminders
calendar-waves =
    <b>Reminders that change</b>
    { $list }
calendar-waves-none = No reminder changes.
calendar-more = and { $count } more
calendar-bullet = • { $text }

## The list

calendar-list =
    <b>Election calendar</b>

    { $list }
calendar-list-empty =
    <b>Election calendar</b>

    There is no calendar yet. Tap <b>Make it here</b> to type the dates, or <b>Import a calendar</b> if you have a file; a file holds one election.
calendar-entry = <b>{ $election }</b>
calendar-entry-past = <b>{ $election }</b> (over)
calendar-line = • { $stage }
calendar-line-now = • <b>{ $stage }</b> (running)
calendar-line-past = • { $stage } (over)
calendar-today-stage = { $stage }, day { $day } of { $days }
calendar-today-day = { $stage }
calendar-today-next = { $stage } begins in { $count } days
calendar-today-tomorrow = { $stage } begins tomorrow
calendar-today-first = { $stage } begins, day 1 of { $days }
calendar-today-both = Today: { $now }; { $next }.
calendar-today-last = Today: { $now }.
calendar-today-between = { $next }.
calendar-today-over = Over since { $day }.
calendar-today-no-stage = There is no stage yet.
calendar-gone = That election or stage is no longer in the calendar.
calendar-button-open = { $election }
calendar-button-import = Import a calendar
calendar-button-compose = Make it here
calendar-button-add-stage = Add a stage
calendar-button-list = All elections
calendar-button-show = Show the calendar

## One election

calendar-election =
    { $note }<b>{ $election }</b>
    { $today }

    { $list }

    Reminders: { $settings }.
calendar-button-rules = Reminders
calendar-button-shift = Shift all stages
calendar-button-settings = Settings
calendar-button-export = Export .ics
calendar-export-caption = The calendar of { $election }. Open this file with a calendar program; importing it again later updates the dates and adds nothing twice.
calendar-ask-shift =
    <b>{ $election }</b>

    By how many days shall all stages move? Choose, or type the number: 14 is two weeks later, -3 is three days earlier.

    Nothing changes until you agree to it.
calendar-shift-unread = Write the number of days only, such as 14 or -3.
calendar-shift-zero = Zero days move nothing. Write 14 or -3, for instance.
calendar-shift-far = A calendar can be shifted by { $most } days at once at most.
calendar-settings =
    <b>Reminder settings: { $election }</b>

    Reminders go out { $settings }. Hours are those of the zone of whoever receives them.
calendar-button-from-earlier = Begin 30 minutes earlier
calendar-button-from-later = Begin 30 minutes later
calendar-button-to-earlier = End 30 minutes earlier
calendar-button-to-later = End 30 minutes later
calendar-button-weekends-off = Do not send on weekends
calendar-button-weekends-on = Send on weekends, too
calendar-button-cap-less = Fewer in a week
calendar-button-cap-more = More in a week
calendar-button-remove-election = Remove this election
calendar-remove-ask =
    Remove <b>{ $election }</b> from the calendar, with its { $count } stages and all their reminders?

    What has not been sent will not be sent. The record of what was sent stays.
calendar-button-remove-yes = Yes, remove
calendar-removed = That election has been removed from the calendar, and its reminders have stopped.

## One stage

calendar-stage =
    { $note }<b>{ $stage }</b>
    { $election }

    Kind: { $kind }
    Days: { $days } ({ $count } days)
    { $today }
calendar-button-days = Change the days
calendar-button-by = { $days }
calendar-button-rename = Rename
calendar-button-remove = Remove
calendar-ask-days =
    <b>{ $stage }</b>
    Now: { $days }

    Type the new first and last day, for instance
    <code>25-09-2024 s.d. 23-11-2024</code> or
    <code>25 September 2024 to 23 November 2024</code>

    Nothing changes until you agree to it.
calendar-ask-day =
    <b>{ $stage }</b>
    Now: { $days }

    Type the new date, for instance <code>27-11-2024</code> or <code>27 November 2024</code>. If it is more than a day, write the first and the last one.

    Nothing changes until you agree to it.
calendar-ask-name =
    Type a new name for the stage <b>{ $stage }</b>, at most 150 characters. The next reminders will use it.
calendar-again =
    { $problem }

    Please write it again. The question is still open.
calendar-days-unread = We could not read that as days. Write day, month and year, such as 25-09-2024 s.d. 23-11-2024.
calendar-days-word = We could not read "{ $word }" as part of a date. Write 25-09-2024 s.d. 23-11-2024, for instance.
calendar-days-one = This stage takes more than a day. Write its first and its last day, such as 25-09-2024 s.d. 23-11-2024.
calendar-no-such-day = There is no day { $day }. The order is day, month, year; check how many days the month has, too.
calendar-renamed = The stage has been renamed.
calendar-remove-stage-ask =
    Remove the stage <b>{ $stage }</b> from { $election }, with all its reminders?

    What has not been sent will not be sent. The record of what was sent stays.
calendar-stage-removed = The stage { $stage } has been removed, and its reminders have stopped.

## Moving

calendar-move =
    <b>{ $election }</b>

    { $text }

    Apply this change?
calendar-move-refused =
    <b>{ $election }</b>

    { $text }

    This change cannot be applied, so the calendar stays as it is. { $open }
calendar-still-open = The question is still open: please write other days.
calendar-move-nothing =
    <b>{ $election }</b>

    The days are like that already; there is nothing to change.
calendar-move-past = { $stage } is wholly in the past, so no reminder will be sent for it.
calendar-button-apply = Apply
calendar-button-apply-quietly = Apply, reminders off for now
calendar-applied = The change has been applied.
calendar-stale = <b>The calendar or its reminders have changed since this was shown, so nothing was applied.</b> This is how it stands now.

## Import in chat

calendar-import-template = example-calendar.toml
calendar-import-how =
    <b>Importing an election calendar</b>

    Send a .toml file like this example, or an .ics file of a calendar program, as a document in this chat. One file holds one election.

    The example is an election that is over: change its id, name and dates to those of the official calendar.

    In an .ics each stage is one all-day event, and the calendar's name becomes the election's.

    The file is checked first; nothing changes before you agree. An election whose id is there already is updated.

    Send /batal if you would rather not import anything.
calendar-import-gone = The file can no longer be fetched from this chat. Please send it again.
calendar-import-other = A calendar can be imported from a .toml or .ics file only. Send the file of the calendar, or tap Cancel if you meant something else, such as a roster; then send that file again.
calendar-import-problems =
    <b>{ $title }</b>: { $count } things need to be mended.

    { $list }

    Mend the file, then send it again. Nothing was changed.
calendar-import-new =
    <b>New calendar: { $election }</b>

    { $text }

    Applying it also makes these usual reminders, which can be changed. Does it agree with the official calendar?
calendar-import-update =
    <b>Updating { $election }</b>

    { $text }

    Apply this change?
calendar-import-same = The calendar of <b>{ $election }</b> is the same as this file; there is nothing to apply.
calendar-import-stale = <b>The calendar or its reminders have changed since the last check, so this file was checked again and has not been applied.</b>
calendar-ask-title =
    This calendar has no name. <b>Which election is it?</b>

    Type its name, for example <code>Pilkada Kabupaten Contoh 2027</code>, at most 150 characters. The file is looked at first; nothing has changed.
calendar-whose-renamed =
    The events of the calendar <b>{ $election }</b> are known already, of an election by another name: <b>{ $known }</b>.

    Is it the same election, and only its name has changed? Nothing has changed so far.
calendar-whose-nameless =
    This calendar has no name, but its events are known already: <b>{ $known }</b>.

    Is it the same election? Nothing has changed so far.
calendar-button-into = The same: update { $election }
calendar-button-as-new = No, it is a new election
calendar-imported-new = The calendar is saved, with { $count } usual reminders.
calendar-imported-quietly = The calendar is saved, with { $count } usual reminders that are off. Switch them on one by one with the button Reminders.

## Command line

calendar-cli-cannot-read = { $file }: cannot be read ({ $detail }). Check its name and permissions.
calendar-cli-problem = { $file }: { $problem }
calendar-cli-nothing = No calendar was imported. Mend the { $count } problems above, then try again.
calendar-cli-warning = { $file }: please note: { $warning }
calendar-cli-same-election = { $file }: the election "{ $slug }" is in another file of this command already. Import one of them.
calendar-cli-whose = { $file }: its events are known already as { $known }, of an election by another name. If it is the same election, repeat with --into ID; if it is a new one, with --as-new, and --title NAME if the calendar has none.
calendar-cli-one-file = --title and --into are for one file. Import the files one by one.
calendar-cli-new = { $slug }: new calendar, { $stages } stages, { $rules } usual reminders
calendar-cli-would-add = { $slug }: new calendar, { $stages } stages (dry run, not saved)
calendar-cli-updated = { $slug }: updated
calendar-cli-would-update = { $slug }: would be updated (dry run, not saved)
calendar-cli-unchanged = { $slug }: unchanged
calendar-cli-list-row = { $slug }: { $election }. { $today }
calendar-cli-list-empty = There is no calendar yet. Import one with: ikrar calendar import examples/calendars/pilkada-2024.toml
calendar-cli-unknown = There is no election with the id "{ $slug }". See: ikrar calendar list

## A calendar put together in chat

calendar-draft = { $text }
calendar-draft-head = <b>{ $election }</b> (draft, not saved)
calendar-draft-head-add = New stages of <b>{ $election }</b> (not saved)
calendar-draft-first = Which stage comes first? Choose its kind; its days are typed after that.
calendar-draft-more = Add another stage, change one, or look at the preview. Nothing changes until it is saved.
calendar-draft-there = This is a draft that was not finished. Go on with it, or begin anew.
calendar-draft-anew = Begin anew
calendar-draft-gone = This draft is gone: it was saved or deleted.
calendar-draft-ask-title =
    <b>Which election is it?</b>

    Type its name, such as <code>Pilkada Kabupaten Contoh 2030</code>, 150 characters at most.
calendar-draft-title-taken = There is a calendar of <b>{ $election }</b> already. Type another name, or add stages to that one.
calendar-draft-add-to = Add a stage: { $election }
calendar-draft-kind = + { $kind }
calendar-draft-line = • { $stage }: { $days }
calendar-draft-line-open = • { $stage }: <b>no days yet</b>
calendar-draft-change = Change: { $stage }
calendar-draft-look = Preview
calendar-draft-save = Save the calendar
calendar-draft-save-quietly = Save, reminders off at first
calendar-draft-discard = Delete the draft
calendar-draft-discard-ask = Delete the draft of <b>{ $election }</b>? Calendars that have been saved stay as they are.
calendar-draft-discard-yes = Yes, delete the draft
calendar-draft-discarded = The draft has been deleted. Calendars that have been saved stay as they are.
calendar-draft-name-campaign = Campaign
calendar-draft-name-quiet = Quiet period
calendar-draft-name-vote = Voting day
calendar-draft-name-other = Another stage
calendar-draft-stage =
    { $election }

    { $stage }
    Kind: { $kind }
calendar-draft-ask-days =
    <b>{ $stage }: from when to when?</b>

    Type its first and its last day, such as <code>25 sep - 23 nov 2030</code> or <code>25/9/30 - 23/11/30</code>.
calendar-draft-ask-day =
    <b>{ $stage }: when?</b>

    Type the day, such as <code>27 nov 2030</code>, <code>27/11/30</code> or <code>tomorrow</code>. If it lasts longer: <code>25 - 27 nov 2030</code>.
calendar-draft-ask-name =
    <b>What is this stage called?</b> (now: { $stage })

    Type its name, 150 characters at most. Reminders use it.
calendar-draft-refused = { $days }: { $problem }
calendar-draft-past =
    <b>{ $stage }: { $days }</b> is over. For a stage that is over no reminders are sent.

    If the days are wrong, type them again. If they are meant so, tap the button below.
calendar-draft-keep = Take these days
calendar-draft-undated = { $stage } has no days yet. Tap its button, then type them.
calendar-draft-problems =
    <b>It cannot be saved yet:</b>
    { $list }
calendar-draft-stale = <b>The calendar or its reminders have changed since they were shown, so nothing has been saved.</b> This is how it stands now.
calendar-draft-added = The stages have been added. Make reminders for them with the button <b>Reminders</b>.

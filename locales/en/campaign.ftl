## List

campaign-list =
    <b>Broadcasts and reminders</b>

    { $lines }

    Choose one to see its details.
campaign-list-empty =
    <b>Broadcasts and reminders</b>

    No broadcast or reminder yet.
campaign-list-line =
    <b>{ $title }</b>
    { $kind }
    { $standing }
campaign-list-counts = { $counts } ({ $state })
campaign-count-sent = { $sent } of { $total } sent
campaign-count-unreachable = { $count } unreachable
campaign-count-failed = { $count } failed
campaign-count-unknown = { $count } in doubt
campaign-count-skipped = { $count } skipped
campaign-count-not-sent = { $count } not sent
campaign-list-scheduled = Scheduled { $at }, { $count } recipients
campaign-list-due = Scheduled { $at }
campaign-list-missed = Missed: due { $at }
campaign-list-button = { $title }
campaign-list-button-wave = { $title } ({ $zone })

## One broadcast or reminder

campaign-screen =
    <b>{ $title }</b>
    { $kind }

    { $lines }
campaign-kind-wave = Reminder of { $stage }, { $day }, { $zone } zone
campaign-kind-mandatory = Mandatory broadcast
campaign-kind-optional = Optional broadcast
campaign-kind-resend = { $kind } (sent again)
campaign-state-scheduled = scheduled
campaign-state-running = being sent
campaign-state-paused = paused
campaign-state-done = finished
campaign-state-cancelled = cancelled
campaign-state-missed = missed
campaign-waits = State: waiting for the allowed hours, goes on { $at }
campaign-is = State: { $state }
campaign-who = { $label }
campaign-who-unknown = an admin who no longer serves
campaign-by = Made by { $who }.
campaign-paused-by = Paused by { $who }, { $at }.
campaign-resumed-by = Resumed by { $who }, { $at }.
campaign-cancelled-by = Cancelled by { $who }.
campaign-is-scheduled = Scheduled { $at } for { $count } recipients.
campaign-is-due = Scheduled { $at }.
campaign-is-done = Finished { $at }.
campaign-is-cancelled = Cancelled { $at }.
campaign-is-missed = Not sent. It was due { $at }.
campaign-missed-why = The service was down at that time, and the delay is beyond the limit of { $hours } hours.
campaign-bar = <code>{ $bar }</code> { $percent }% of { $total } recipients
campaign-sent = Sent: { $count }
campaign-unreachable = Unreachable: { $count }
campaign-failed = Failed: { $count }
campaign-unknown = In doubt: { $count }
campaign-skipped = Skipped: { $count }
campaign-not-sent = Not sent: { $count }
campaign-remaining = Remaining: { $count }
campaign-reason = – { $why }: { $count }
campaign-rate = Rate: { $rate } messages a second
campaign-done-at = Expected to finish: { $at }
campaign-done-late = Forecast: it will not be finished by its deadline, { $at }; the rest will be skipped.
campaign-button-pause = Pause
campaign-button-resume = Resume
campaign-button-cancel = Cancel sending
campaign-button-refresh = Refresh
campaign-button-list = Broadcasts and reminders
campaign-button-show = See the result
campaign-button-table = Full result (XLSX)
campaign-button-resend = Send again: unreachable and failed ({ $count })
campaign-button-resent = See what was sent again
campaign-button-unknown = { $count } in doubt: decide
campaign-button-send-now = Send now
campaign-gone = That broadcast or reminder no longer exists.
campaign-not = Nothing was changed. Its state now: { $state }.
campaign-late = Its deadline is over or its schedule has changed, so it is no longer sent.
campaign-paused = Sending is paused. What is on its way still arrives.
campaign-resumed = Sending goes on.
campaign-was-cancelled = Sending was cancelled.
campaign-resending = Being sent again.
campaign-unknown-left = All right, they stay in doubt.
campaign-sending-now = The reminder is being sent now.

## Questions

campaign-cancel-ask =
    Cancel sending <b>{ $title }</b>?

    { $count } recipients will miss it. { $sent } messages already sent cannot be taken back. What is cancelled cannot be resumed; to stop for a while, use Pause.
campaign-cancel-ask-scheduled =
    Cancel sending <b>{ $title }</b>?

    Nothing has been sent yet; { $count } recipients will miss it. What is cancelled cannot be resumed.
campaign-never-sent = Cancelled before it was sent. Nobody got it.
campaign-button-cancel-yes = Yes, cancel sending
campaign-resend-ask =
    Send <b>{ $title }</b> again to those who got nothing?

    Failed: { $failed }
    Unreachable: { $unreachable }

    The content is the same. Whoever received it gets nothing again. Those whose account still takes no messages are reached once they open this service again.
campaign-button-resend-yes = Yes, send again to { $count } people
campaign-unknown-ask =
    <b>{ $title }</b>

    { $count } messages are in doubt: they were sent, but Telegram's answer never reached us because of a fault or a sudden stop. Most of them may have arrived.

    If they are sent again, at most { $count } people get it twice. If they are left, some of them may never get it.
campaign-button-unknown-retry = Send those in doubt again
campaign-button-unknown-leave = Leave them
campaign-send-now-ask =
    Send the reminder <b>{ $title }</b> now?

    It was due { $due }. If you agree, it is sent now within the allowed hours, at the latest until its stage ends, { $until }.
campaign-button-send-now-yes = Yes, send it now

## Full result

campaign-table-writing =
    Writing the result: { $done } of { $total }

    If the service stops halfway, ask once more.
campaign-table-sending = Sending the file …
campaign-table-caption = Result of <b>{ $title }</b>: { $count } recipients. This file holds personal data of staff: hand it on only to those entitled to it, and delete it once it is no longer needed.
campaign-table-caption-unreached = Result of <b>{ $title }</b>: only those who got nothing, because the full list is larger than 50 MB, Telegram's limit. This file holds personal data of staff: hand it on only to those entitled to it, and delete it once it is no longer needed.
campaign-table-too-big = Even the list of those who got nothing is larger than 50 MB, Telegram's limit, so it cannot be sent as a document. The counts by reason remain on this screen.
campaign-table-sheet = Result { $number }
campaign-table-name = Name
campaign-table-key = NIP/code (masked)
campaign-table-position = Position
campaign-table-summary = Summary
campaign-table-title = Title
campaign-table-kind = Kind
campaign-table-agency = Agency
campaign-table-author = Sender
campaign-table-created = Made
campaign-table-started = Began
campaign-table-ended = Ended
campaign-table-total = Recipients
campaign-table-unit = Unit
campaign-table-zone = Zone
campaign-table-state = State
campaign-table-reason = Reason
campaign-table-at = Local time
campaign-row-waiting = Waiting
campaign-row-sent = Sent
campaign-row-unreachable = Unreachable
campaign-row-failed = Failed
campaign-row-unknown = In doubt
campaign-row-skipped = Skipped
campaign-row-cancelled = Not sent

## Reasons

campaign-why-blocked = this service is blocked in Telegram
campaign-why-deactivated = the Telegram account was deleted
campaign-why-not-started = the chat was never started
campaign-why-not-found = the Telegram account does not exist
campaign-why-signed = the pledge is done
campaign-why-muted = does not want optional messages
campaign-why-cap = the weekly limit of reminders was reached
campaign-why-late = after the deadline
campaign-why-unlinked = the account is no longer linked or active
campaign-why-too-long = too long once name and unit were filled in
campaign-why-file = Telegram refused the attachment
campaign-why-text = Telegram refused the formatting
campaign-why-refused = refused by Telegram
campaign-why-moved = the Telegram account became one that belongs to someone else
campaign-why-restart = the service stopped suddenly while sending
campaign-why-no-answer = Telegram's answer never came
campaign-why-other = another reason ({ $word })

## Notices

campaign-told-done = The broadcast <b>{ $title }</b> is finished: { $counts }.
campaign-told-paused = Your broadcast <b>{ $title }</b> was paused by { $who }. It can be resumed from its screen.
campaign-told-resumed = Your broadcast <b>{ $title }</b> was resumed by { $who }.
campaign-told-cancelled = Your broadcast <b>{ $title }</b> was cancelled by { $who }. What was sent cannot be taken back.
campaign-told-missed =
    <b>Reminders that were not sent</b>

    { $lines }

    The service was down at that time, and the delay is beyond the limit of { $hours } hours, so they are not sent by themselves. If they are still needed, send them now.
campaign-told-missed-line = • { $title }: due { $at }
campaign-button-send-missed = Send now: { $title } ({ $zone })

## Morning summary

campaign-summary =
    <b>Summary of { $day }</b>

    { $parts }
campaign-summary-sent-head = <b>Since the last summary</b>
campaign-summary-sent = • { $title }{ $marks }: { $counts }
campaign-summary-resend = sent again
campaign-summary-missed-head = <b>Not sent</b>
campaign-summary-missed = • { $title }: due { $at }{ $others }
campaign-summary-units-head = <b>Units with accounts that cannot be reached</b>
campaign-summary-unit = • { $unit }: { $count } people
campaign-summary-planned-head = <b>The next seven days</b>
campaign-summary-planned = • { $at }{ $others }: { $title }
campaign-summary-more = … and { $count } more
campaign-summary-pledges-head = <b>Pledges</b>
campaign-summary-pledge = • { $title }: { $new } new, { $done } of { $bound } people in all ({ $percent }%)
campaign-summary-unfinished = not finished

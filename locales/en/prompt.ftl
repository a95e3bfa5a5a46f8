prompt-doubt =
    Is this message the answer to <b>{ $topic }</b>?

    The bot asks first, because something else has come between it and the question. Until you say so it is kept nowhere, and after 15 minutes it is forgotten.
prompt-doubt-yes = Yes, this is the answer
prompt-doubt-no = No
prompt-doubt-taken = The message is taken as the answer.
prompt-doubt-refused = The message is not used and not kept. The question is still open; send /batal to close it.
prompt-doubt-gone = The bot no longer has that message, so it was not used. If it is the answer, send it once more.
prompt-doubt-closed = That question is no longer open, so the message is not used and not kept. Begin again from the menu.
prompt-topic-file = a file to be imported
prompt-topic-stage-days = the days of a stage
prompt-topic-stage-name = the name of a stage
prompt-topic-calendar-file = a calendar file to be imported
prompt-topic-calendar-title = the name of a calendar
prompt-topic-draft-title = the name of an election
prompt-topic-election-shift = the days by which the calendar moves
prompt-topic-rule-text = the text of a reminder
prompt-topic-rule-time = the hour of a reminder
prompt-topic-rule-days = the days of a reminder
prompt-topic-broadcast-content = what the broadcast says
prompt-topic-broadcast-time = when the broadcast goes out
prompt-topic-broadcast-confirm = the number of recipients
prompt-topic-unit-search = the unit that is looked for
prompt-topic-recipient-label = the name of an invited recipient of tips
prompt-topic-recovery-key = the recovery key

## A segment in words

audience-rank-all = everyone
audience-rank-senior = senior officials and heads of agencies
audience-rank-heads = all heads of units
audience-rank-staff = everyone but the heads of units
audience-kinds-and = { $before }, { $kind }
audience-who-kinds = { $who } ({ $kinds })
audience-everywhere = { $who } in all units
audience-in-unit = { $who } in { $unit } and the units below it
audience-in-lost-unit = { $who } in a unit that is no longer on the roster
audience-owing = { $who }, only those with a pledge still to make
audience-size =
    People: { $people }
    Linked on Telegram: { $linked }
    Not linked, so they receive nothing: { $open }
audience-size-unreachable =
    { $size }
    Linked, but could not be reached the last time: { $count }
audience-size-muted =
    { $size }
    Linked, but want only what is mandatory: { $count }

## Choosing

audience-counting =
    Counting the recipients …

    With a large roster this takes a while.
audience-screen =
    <b>For whom</b>
    { $words }

    { $size }

    Tap to change it; the figures follow at once.
audience-on = ● { $label }
audience-off = ○ { $label }
audience-button-all = Any position
audience-button-senior = Senior officials
audience-button-heads = All heads of units
audience-button-staff = All but heads
audience-button-owing = Only those yet to pledge
audience-button-units = Choose a unit
audience-button-search = Search for a unit
audience-button-reset = Back to everyone
audience-button-done = Done
audience-units =
    <b>{ $unit }</b>

    Choose all of it, or open a unit below. In parentheses: people who are linked.
audience-units-top = Choose a unit. In parentheses: people who are linked.
audience-button-whole = All of { $unit }
audience-button-unit = { $unit } ({ $linked })
audience-button-found = { $unit } · { $parent }
audience-button-up = To the unit above
audience-ask-unit = Type the unit's name, or a part of it, such as <code>SDN 1</code>.
audience-found = Units that match. Choose one, or type another name.
audience-unit-as-text = Type the unit's name as text.
audience-unit-not-found = There is no unit of that name. Type another name or just a part of it; units can also be chosen from the list.
audience-unit-gone = That unit is no longer on the roster. Please choose another.
audience-no-kind-left = At least one kind has to be chosen.
audience-draft-gone = This draft is no longer there: it was sent or thrown away. Send /siarkan to begin a new one.
audience-rule-gone = This reminder rule is no longer there. Send /jadwal to see the present ones.

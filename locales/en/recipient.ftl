## /penerima: who receives tips

recipient-list =
    <b>Recipients of anonymous tips</b>

    { $agencies }

    Every new key is confirmed by two people, one of them a superadmin. Both have held their roles for at least three days, and neither role comes from the other, or both from the same person.

    Where an agency has recipients already, one of these confirms the new key as well. Without that it counts after three full days, in which every recipient and superadmin can refuse it.
recipient-agency = <b>{ $agency }</b>
recipient-line = • { $label }: { $state }
recipient-none = Nobody has a valid key yet, so tips for this agency are not taken.
recipient-recovery-line = Recovery key: { $state }
recipient-recovery-none = none yet
recipient-state-invited = invited, valid until { $until }
recipient-state-expired = the invitation has expired
recipient-state-keyless = has not sent a key yet
recipient-state-pending = key waits to be confirmed
recipient-state-delayed = key confirmed, counts from { $until } unless someone says no
recipient-state-active = key valid since { $since }
recipient-state-rotating = key valid; a new key waits to be confirmed
recipient-state-rotating-delayed = key in force; a new one counts from { $until } unless someone says no
recipient-button = { $label } ({ $agency })
recipient-button-recovery = Recovery key { $agency }
recipient-invite = Invite a recipient for { $agency }
recipient-recovery = Register a recovery key for { $agency }
recipient-called = { $label } ({ $agency })
recipient-called-recovery = recovery key of { $agency }
recipient-show =
    <b>{ $who }</b>
    State: { $state }
    { $key }
recipient-key = Fingerprint of the valid key: <code>{ $fingerprint }</code>
recipient-no-key = There is no valid key yet.
recipient-gone = This recipient or key no longer exists. Here is how things stand now.
recipient-confirm = Confirm the key
recipient-veto = Refuse this key
recipient-veto-ask =
    <b>Refuse the key of { $who }?</b>

    Refuse it if you do not know this key, have not heard its owner read out the fingerprint, or are in doubt. A refused key never counts; its owner can send one again, which is confirmed from the beginning.
recipient-veto-yes = Yes, refuse it
recipient-vetoed = <b>The key of { $who } is refused.</b> All superadmins, admins and recipients of that agency are told.
recipient-by = { $label }
recipient-by-recipient = one of the recipients
recipient-retire = Retire
recipient-retire-ask =
    Retire <b>{ $who }</b>?

    New tips are no longer sealed to them, and the list of tips is closed to them. Files that they have fetched can still be opened by them.
recipient-retire-ask-last =
    Retire <b>{ $who }</b>?

    <b>This is the last recipient of { $agency }.</b> After this, tips for { $agency } are not taken until there is a new recipient with a confirmed key. Earlier tips are kept, but nobody can fetch them.
recipient-retire-yes = Yes, retire
recipient-retired = Retired.

## Invitations

recipient-ask-label =
    <b>Who shall receive tips for { $agency }?</b>

    Type a name or a post, such as <code>Kabid Disiplin</code>. Only superadmins, admins and the recipients of the same agency see it.
recipient-label-wrong = Type a name or a post on one line, at most { $most } characters.
recipient-invited =
    <b>Invitation for { $label } ({ $agency })</b>

    Hand this link to them in person:
    { $link }

    Where the link cannot be opened, this code can be typed to the bot:
    <code>{ $code }</code>

    It is valid for { $days } days and works once. The bot does not keep the code and cannot show it again.
recipient-invitation-unknown = This invitation does not work: it was used, has expired, or is mistyped. Please ask a superadmin for a new one.
recipient-already =
    This account already receives tips for <b>{ $agency }</b>. One account receives for one agency only.
recipient-bound =
    <b>This account now receives anonymous tips for { $agency }.</b>

    Send /laporan to see the list of tips. What a tip says can only be opened on your own computer or phone, with a key that only you have.
recipient-key-how =
    <b>Making and registering a key</b>

    1. Tap <b>Offline reader</b> and save the file. Open it with a browser on your own device, then choose <b>Make a new key</b>. Keep the key file and its passphrase well. If you are used to a command line, <code>ikrar tips keygen</code> or any other age tool will do as well.
    2. Send the public key here as a message: one line that begins with <code>age1</code>.
    3. The bot answers with a fingerprint. Compare it with what the offline reader shows, then read it out by phone to the superadmin and one other admin who call you, and to a fellow recipient of your agency if there is one.

    The key file, the secret key and the passphrase must <b>never</b> be sent to anyone, not even to this bot.
recipient-button-reader = Offline reader
recipient-told-bound = { $label } has opened the invitation and is now registered for { $agency }. Next, they send their public key.

## Keys

recipient-own-none = <b>Your key:</b> none yet. Tips are not sealed to you yet.
recipient-own-waits = <b>Your key:</b> waits to be confirmed, fingerprint <code>{ $fingerprint }</code>.
recipient-own-delayed = <b>Your key:</b> confirmed, fingerprint <code>{ $fingerprint }</code>. It counts from { $until } unless someone says no.
recipient-own-active = <b>Your key:</b> valid since { $since }, fingerprint <code>{ $fingerprint }</code>.
recipient-own-both = <b>Your key:</b> valid, fingerprint <code>{ $active }</code>. A new key waits to be confirmed, fingerprint <code>{ $waiting }</code>.
recipient-keys =
    <b>Keys that open new tips for { $agency }: { $count }</b>
    { $keys }

    If there is one that you do not know, ask a superadmin today.
recipient-keys-line = • { $label }: <code>{ $fingerprint }</code>
recipient-keys-recovery = • recovery key: <code>{ $fingerprint }</code>
recipient-key-waits =
    <b>The key has arrived and waits to be confirmed.</b>

    Fingerprint: <code>{ $fingerprint }</code>

    Compare it with what the offline reader, or whatever made the key, shows. A superadmin and one other admin will call you; read this fingerprint out to them. If it differs, send the public key again.
recipient-key-active-already = This key is valid already; there is nothing to do. Fingerprint: <code>{ $fingerprint }</code>
recipient-key-mistyped = This public key is incomplete or was copied wrongly. A public key begins with age1 and has 62 letters and digits. Copy all of it and send it again.
recipient-key-unsupported = This kind of key is not supported. Use an age X25519 key: it begins with age1 and has 62 letters and digits.
recipient-key-weak = This key protects nothing and cannot be taken. Make a new one in the offline reader.
recipient-key-secret = That is a secret key, not a public one. Never send it to anyone, and do not use it any more. Make a new key, then send its public key, which begins with age1.
recipient-key-leaked = The secret of this key was once sent in chat, so the key is no longer taken. Make a new one, then send its public key.
recipient-key-taken = This key is registered for another recipient. Each recipient needs a key of their own; make a new one.
recipient-leak-deleted = <b>That message was deleted from this chat.</b>
recipient-leak-stays = <b>The bot could not delete that message. Delete it right now</b>, for both sides.
recipient-leak =
    It held a secret key. What has passed through Telegram is no longer secret, so that key is refused for ever. Make a new key, then send only its public key.
recipient-leak-active =
    It held the secret key that is in use. What has passed through Telegram is no longer secret, so from now on that key is not used and is refused for ever. Make a new key, then send only its public key. Superadmins and admins were told.
recipient-leak-protected =
    That seems to be a key file. Even under a passphrase a key file must not leave your computer. The key that waits to be confirmed is refused for ever. If the file holds the key that is in use, make a new key and send its public key.
recipient-told-leak = <b>Attention:</b> the secret key of { $label } ({ $agency }) was sent in chat. That key is no longer used; they have to send a new one, which will wait to be confirmed.

## Confirming

recipient-told-waits = A key of <b>{ $label }</b> ({ $agency }) waits to be confirmed. Call them, ask them to read out its fingerprint, then tap the button below.
recipient-told-recovery-waits = A recovery key of <b>{ $agency }</b> waits to be confirmed. Ask whoever keeps it to read out its fingerprint, then tap the button below.
recipient-told-peer-waits =
    There is a new key that will be able to open your agency's tips: <b>{ $who }</b>. It waits to be confirmed.

    If you know its owner, phone them, have them read out the fingerprint, then tap Confirm the key. If you do not, tap Refuse this key and ask a superadmin.
recipient-told-counted = One person has confirmed the key of { $who }. One more is needed.
recipient-told-vouched = One of the recipients has confirmed the key of { $who }. Two more people must, one of them a superadmin.
recipient-told-delayed =
    <b>Two people have confirmed the key of { $who }.</b>

    From { $until } at the earliest, after { $days } full days, it counts and opens new tips for { $agency }. A recipient of { $agency } who has compared the fingerprint can confirm it sooner.

    <b>If you do not know this key, refuse it now.</b> One refusal is enough.
recipient-told-short =
    The key of { $who } cannot count yet: one of the two people who confirmed it no longer holds a role, or was given it anew. One more person is needed.
recipient-told-vetoed = <b>The key of { $who } was refused</b> by { $by } and does not count. If you do not know why, ask them.
recipient-told-vetoed-own =
    Your key was refused before it counted. Ask a superadmin why; then it can be sent again.
recipient-told-restored = <b>Warning:</b> what case { $case } ({ $agency }) says was changed when it was sealed anew, one of the recipients reports. What was there before is back. Find out who sealed it.
recipient-told-retired-others = <b>{ $who } no longer receives tips.</b> New tips are not sealed to them any more.
recipient-confirm-ask =
    <b>Confirm the key of { $label } ({ $agency })</b>

    Call them on a number that you know yourself, not through Telegram. Ask them to read out the fingerprint, then choose the one that is exactly the same.

    After a wrong choice the key is refused and has to be sent again. So do not guess.
recipient-confirm-ask-recovery =
    <b>Confirm the recovery key of { $agency }</b>

    Ask whoever keeps it to read out the fingerprint from paper, in person or by phone, then choose the one that is exactly the same.

    After a wrong choice the key is refused and has to be registered again. So do not guess.
recipient-choice = { $fingerprint }
recipient-choice-none = None of these
recipient-confirm-later = Later
recipient-confirm-gone = This key no longer waits: it was confirmed, refused or replaced.
recipient-confirm-own = One's own key, or one that you registered, is confirmed by others: a superadmin and one admin.
recipient-confirm-again = Your confirmation is noted, or this key no longer needs it. There is nothing to do.
recipient-confirm-superadmin = An admin has confirmed this key. The second must be a superadmin.
recipient-confirm-young = Your role was given to you only just now. Your confirmation counts from { $from } on; please do it then.
recipient-confirm-dependent = Your role and that of whoever confirmed this key come one from the other, or from the same person. The second must be someone else.
recipient-confirm-vouched = <b>Thank you.</b> The fingerprint of { $who } matches. The key counts as soon as two people, one of them a superadmin, have confirmed it too.
recipient-confirm-delayed =
    <b>Thank you.</b> The fingerprint of { $who } matches, and there are two confirmations.

    As this agency has recipients already, the key counts as soon as one of these confirms it too, or from { $until } at the earliest, after { $days } full days. All superadmins and recipients are told and can refuse it.
recipient-confirm-counted = <b>Thank you.</b> The fingerprint matches: { $who }. It takes one other person before the key counts; one of the two must be a superadmin, and neither role may come from the other.
recipient-confirm-active = <b>Thank you.</b> The fingerprint matches: { $who }. The key counts from now on.
recipient-confirm-wrong = <b>The key was refused: { $who }</b>, because the fingerprint that was chosen does not match. The key has to be sent again. If the one that was read out is indeed different, find out who really sent that key.
recipient-told-refused =
    Your key was refused, because the fingerprint chosen at its confirmation does not match. Please send the public key again. If you have not read a fingerprint out to anyone, tell a superadmin.
recipient-told-refused-admins = A key was refused, because the fingerprint chosen at its confirmation does not match: { $who }.
recipient-told-active =
    <b>Your key was confirmed and is valid.</b>

    New tips are sealed to you. A digest comes at fixed hours; send /laporan at any time to see the list.
recipient-told-active-admins = A key was confirmed and is valid: { $who }.
recipient-told-rotated =
    <b>Your new key was confirmed and is valid.</b>

    New tips are sealed to the new key. Earlier tips are still sealed to the former one, so <b>do not delete the former key</b> until they have been sealed anew:
    1. Whoever runs the server runs <code>ikrar tips export</code> and hands over the folder.
    2. On your own computer you run <code>ikrar tips reseal</code> with the former key.
    3. Whoever runs the server takes the result in with <code>ikrar tips import</code>.
recipient-told-rotated-admins = A new key was confirmed and is valid: { $who }. The former one is no longer used. Earlier tips are sealed anew with ikrar tips export, reseal and import.
recipient-told-retired = This account no longer receives tips for { $agency }. Thank you for the work you have done.
recipient-open-cases = Open the list of tips

## Recovery keys

recipient-ask-recovery =
    <b>Recovery key of { $agency }</b>

    This key is kept on paper, in a safe for example, and is used if the recipients lose theirs. Make it with <code>ikrar tips keygen --paper</code>, then type its public key here, which begins with <code>age1</code>.

    Never type its secret here. An earlier recovery key stays valid until the new one is confirmed.
recipient-recovery-waits =
    <b>The recovery key has arrived and waits to be confirmed.</b>

    Fingerprint: <code>{ $fingerprint }</code>

    Compare it with what is on paper. Two people, one of them a superadmin, confirm it by choosing the same fingerprint.

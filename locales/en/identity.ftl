identity-ask =
    <b>Is this you?</b>

    Name: <b>{ $name }</b>
    NIP/code: { $key }
    Unit: { $unit }

    If so, this Telegram account will speak for you when you make the pledge.
identity-yes = Yes, this is me
identity-no = Not me
identity-linked =
    Thank you. This account is now linked to your record:

    <b>{ $name }</b>
    { $unit }

    { $next }
identity-linked-open = Please go on: read the pledge, then make it.
identity-linked-done = Your pledges are complete and remain valid. There is nothing left to do.
identity-linked-none = At the moment there is no pledge for you to make. When there is, /ikrar shows it.
identity-not-me =
    Thank you for telling us. Nothing was changed, and the code can still be used by its owner.

    Please tell { $contact }, so that you receive the right code.
identity-code-unknown =
    We do not know that code. Please check it: 16 letters and digits, like ABCD-EFGH-JKMN-PQRS.

    If it still does not work, ask { $contact } for a new one.
identity-code-used =
    This code has been used. Each code works once.

    If it was not you who used it, tell { $contact } at once.
identity-code-expired = This code has expired. Ask { $contact } for a new one.
identity-code-replaced = This code has been replaced by a newer one. Use the code on the latest sheet, or contact { $contact }.
identity-already-linked =
    This account is already linked to <b>{ $name }</b>, { $unit }.

    You need not enter a code again.
identity-account-taken =
    This Telegram account is already linked to another member of staff, so the code cannot be used here.

    One account is for one person. If this is a mistake, contact { $contact }.
identity-person-taken =
    This person is already linked to another Telegram account.

    If you changed your phone or account, ask { $contact } to detach the old one. Pledges already made are kept.
identity-inactive =
    Your staff record is not active at present, so no pledge can be made.

    Pledges already made are kept. If this is wrong, contact { $contact }.
identity-own-making =
    This code was made from this very account, so it cannot be used here: nobody can make the pledge for another.

    If the code is for yourself, ask another admin to make one.
identity-detached-notice =
    An admin detached this account from your staff record. Pledges already made are kept.

    If you did not ask for it, contact { $contact } at once.
identity-not-linked =
    This account is not linked to a staff record yet.

    Open your personal link from { $contact }, or type the 16-character code on the sheet you were given.
identity-unlink-ask =
    Detach this Telegram account from your staff record?

    Pledges already made are kept. To link again you will need a new code from { $contact }.
identity-unlink-yes = Yes, detach
identity-unlinked = This account is detached. To link again, ask { $contact } for a new code.
identity-code-void =
    This code no longer works: the admin who made it has no role any more.

    Ask { $contact } for a new one.

access-role-admin = admin
access-role-superadmin = superadmin
access-claim-how =
    To use a role code, send this command followed by the code, for example:

    <code>/klaim ABCD-EFGH-JKMN-PQRS</code>
access-claim-granted =
    Thank you. This account is now registered as <b>{ $role }</b>.

    Send /bantuan to see the commands you have.
access-claim-used = This code has been used already. Ask a superadmin for a new one.
access-claim-needs-command =
    This is a role code. Please send:

    <code>/klaim { $code }</code>
access-revoked-notice = The admin role of this account was revoked by a superadmin.
access-claim-expired = This code has expired. Ask a superadmin for a new one.
access-claim-unknown = We do not know that code. Please check it: 16 letters and digits.
access-admin-list =
    <b>Admins</b>

    { $list }

    To add one, send <code>/angkat NAME</code>.
access-admin-line = • { $label } — { $role }, since { $since }
access-admin-more = … and { $count } more; all of them with <code>ikrar admin list</code> on the server.
access-appoint-how =
    Say who is appointed, in at most 100 characters, for example:

    <code>/angkat Operator BKPSDM</code>
    <code>/angkat superadmin Head of Performance</code>
access-appoint-code =
    Code for <b>{ $label }</b> as <b>{ $role }</b>:

    <code>/klaim { $code }</code>

    Hand it over in person. It is valid for { $hours } hours and works once.
access-revoke-button = Revoke: { $label }
access-revoke-ask = Revoke the role <b>{ $role }</b> of <b>{ $label }</b>? That account will no longer be able to use admin commands.
access-revoke-yes = Yes, revoke
access-revoke-done = The role has been revoked.
access-revoke-gone = That role no longer exists.
access-revoke-last = This is the only superadmin. Appoint another one first.
access-cli-none = There is no admin yet. Make a code with: ikrar admin claim-code
access-claim-own =
    This code was made from this very account, so it cannot be used here. It stays valid.

    Hand it to whoever it is meant for.
access-claim-void =
    This code no longer works: whoever made it is no superadmin any more.

    Ask a superadmin for a new one.
access-by = { $label }
access-by-server = a command on the server
access-by-bot = this bot
access-by-former = an account whose role was revoked
access-news-offered =
    <b>A code for a role was made</b>

    For: { $label }
    Role: { $role }
    Made by: { $by }

    If this should not be, turn to whoever made it before the code is used.
access-news-claimed =
    <b>A new role is in use</b>

    Name: { $label }
    Role: { $role }
    Code made by: { $by }

    If this should not be, revoke the role in the list of admins.
access-news-revoked =
    <b>A role was revoked</b>

    Name: { $label }
    Role: { $role }
    Revoked by: { $by }

    Codes and invitations that they made and nobody used are void as well.
access-news-list = List of admins

guide-welcome =
    Welcome to the <b>Neutrality Pledge</b> service of { $agency }.

    Here staff read the pledge point by point, make it, and receive a receipt that anyone can check.

    <b>Staff:</b> open your personal link from { $contact }, or type the 16-character code on the sheet you were given.

    <b>To check a receipt:</b> send its number, for example IKR-000123-9f86d081.
guide-welcome-linked =
    Welcome, <b>{ $name }</b>!

    This is the <b>Neutrality Pledge</b> service of { $agency }. Tap the button below to read and make the pledge, or send /status to see what is done.
guide-help =
    <b>Help</b>

    { $commands }

    You may stop reading at any time and go on from the same point. Only you can make the pledge in your name.

    Is something wrong with your name or unit? Contact { $contact }.
guide-help-stranger =
    <b>Help</b>

    { $commands }

    <b>Staff:</b> open your personal link from { $contact }, or type the 16-character code on the sheet you were given.

    <b>Checking a receipt:</b> send its number, for example IKR-000123-9f86d081.
guide-cancelled = All right, nothing is under way. Send /bantuan if you need help.
guide-cancelled-linked = All right. The points you have read are kept, and nothing is pledged until you say so. Go on at any time.
guide-cancelled-question = All right, cancelled. Nothing has changed; what was saved is kept.
guide-dismissed = All right, nothing was changed.
guide-language = Choose your language.
guide-language-name = English
guide-language-set = All right, we will use English from now on. The text of the pledge stays in Indonesian.
guide-private-only = To protect your data, this service works in private chat only.
guide-private-open = Open the private chat
guide-not-understood =
    Thank you for your message. This service cannot read free text.

    Please use the buttons, or send /bantuan.
guide-edit-late = The change of this message is not read, because another question is open by now. Please answer the last question, or send /batal and begin again.
guide-split = Telegram sent this text in { $parts } parts, { $length } characters in all, and one message holds at most { $most }. None of them was kept, so that nothing goes out cut short. Please shorten the text and send it here again, or attach it as a file.
guide-unreadable =
    This service cannot read this message, so nothing of it has been taken.

    Please send it again as plain text, a photo or a file.
guide-only-text-admin =
    Thank you. This service understands buttons, commands and the staff list only.

    Send /impor to upload the staff list, or /bantuan for help.
guide-only-text =
    Thank you. This service understands buttons and commands only, not pictures, voice or files.

    Send /bantuan for help.
guide-setup-button = Setup checklist
guide-setup =
    <b>Setting up</b>: { $done } of { $total } steps done

    { $list }

    What is in bold is not done yet. The button below opens the next step; /persiapan shows this list again.
guide-setup-complete =
    <b>Setting up</b>: every step is done

    { $list }
guide-setup-line-done = { $n }. { $step }
guide-setup-line-open = { $n }. <b>{ $step }</b>
guide-setup-refresh = Refresh
guide-setup-agency = Agency and contact: { $agency }, { $contact }
guide-setup-documents = Pledge texts: { $count } published
guide-setup-documents-sample = Pledge texts: { $count } published, { $samples } of them still SAMPLES
guide-setup-roster = Roster: { $people } people, { $units } units
guide-setup-calendar = Election calendar: { $count } stages to come
guide-setup-codes = Linking codes: { $linked } people linked, { $coded } hold a code, { $left } without one
guide-setup-superadmin = Superadmins: { $count }, better at least two
guide-setup-recipients = Recipients of reports with a verified key: { $counts }
guide-setup-recipients-of = { $agency } { $count }
guide-setup-recipients-closed = Recipients of reports: cannot be checked, as the database of reports cannot be opened
guide-setup-go-agency = Next: agency and contact
guide-setup-go-documents = Next: publish a text
guide-setup-go-roster = Next: import the roster
guide-setup-go-calendar = Next: fill in the calendar
guide-setup-go-codes = Next: make codes
guide-setup-go-superadmin = Next: a second superadmin
guide-setup-go-recipients = Next: recipients of reports
guide-setup-how-agency =
    <b>Agency and contact</b>

    On the server, fill in <code>name</code> and <code>contact</code> in the part <code>[agency]</code> of ikrar.toml, then start the service anew. Employees who need help are shown the contact.
guide-setup-how-documents =
    <b>Pledge texts</b>

    Write your agency's official text like the examples in <code>examples/documents</code>, remove the line <code>sample = true</code>, and publish it on the server:

    <code>ikrar document import FILE.toml</code>

    A text that was published does not change any more; a new one becomes the next version.
guide-setup-how-superadmin =
    <b>A second superadmin</b>

    If there is one superadmin only and their phone is lost, nobody can appoint admins from here. Send:

    <code>/angkat superadmin NAME OR POSITION</code>
guide-setup-how-other = This step is opened by its button in the checklist.

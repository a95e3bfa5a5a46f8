## Large works

admin-busy = Another large job (an import, or making codes) is under way. Please wait until it is done, then try again.
admin-stopped = This job stopped before it was done.
admin-see-below = Done. The result is below.
admin-page-back = ‹ Previous
admin-page-next = Next ›
admin-unit-button = { $unit } ({ $linked }/{ $people })
admin-unit-within = { $unit } · { $parent }
admin-unit-up = To the unit above
admin-unit-gone = That unit is no longer there. Send /kode or /rekap to begin again.
admin-roster-empty = The roster is still empty. Send /impor to see how to fill it.

## Import

admin-import-template = sample-roster.csv
admin-import-how =
    <b>Uploading the roster</b>

    Send a CSV file as a document into this chat, at most 20 MB. A sample is attached; remove its two sample rows before filling it in.

    <b>Required:</b> <code>Nama, NIP/NI/Kode, Jenis, Jabatan, Unit</code>
    <b>May be empty:</b> Zona (WIB, WITA, WIT), Kepala (ya), NIP Lama (when the number has changed)

    Jenis: PNS, PPPK, Non-ASN, Kepala Desa or Perangkat Desa. A unit is written from the top: Kabupaten Contoh / Dinas Contoh. Those without a NIP get a code of your agency, never the NIK.

    In Excel, format the NIP column as Text, then save as "CSV UTF-8".

    The file is checked first. Nothing changes before you agree to it, and we do not keep the file.
admin-import-too-big = This file is larger than 20 MB, the most that Telegram allows. Remove columns that are not needed, or ask whoever runs the server to import it.
admin-import-gone = The file can no longer be fetched from this chat. Please send it again.
admin-import-differs = The file in this chat is no longer the one that was checked, so nothing was changed. Please send the file again.
admin-import-downloading =
    Fetching the file …

    Should the service stop midway, nothing has changed; just begin again.
admin-import-reading =
    Reading the file: { $percent }%

    Should the service stop midway, nothing has changed; just begin again.
admin-import-comparing =
    Comparing with the present roster: { $percent }%

    Should the service stop midway, nothing has changed; just begin again.
admin-import-writing =
    Applying: { $percent }%

    Should the service stop midway, nothing has changed; just begin again.
admin-import-again = Begin again
admin-import-trial =
    <b>{ $name }</b>

    { $report }

    { $advice }
admin-import-done =
    <b>{ $name }</b>

    { $report }

    Once it is no longer needed, delete the file from this chat: it holds personal data.
admin-import-warning = Note: { $warning }
admin-import-many-missing = Note: more people are missing from the file than it holds. Make sure that it is complete before you deactivate anyone.
admin-import-same = The roster already says what this file says; there is nothing to apply.
admin-import-same-missing = The roster already says what this file says. Those who are not in the file stay active unless you deactivate them; their pledges are kept.
admin-import-stale = <b>The roster has changed since the earlier check, so this file was checked again and not applied.</b> Please look at the figures and choose again.
admin-import-advice = If this is right, tap <b>Apply</b>.
admin-import-advice-missing = If this is right, tap <b>Apply</b>. Those who are not in the file stay active unless you choose to deactivate them; their pledges are kept.
admin-import-apply = Apply
admin-import-apply-deactivate = Apply and deactivate { $count } people
admin-import-deactivate-ask = { $count } of { $active } active people will be deactivated because they are not in the file. They cannot make a pledge until they are imported again. Go on?
admin-import-deactivate-yes = Yes, deactivate { $count } people
admin-import-deactivate-many = { $count } of { $active } active people are not in this file. So many cannot be deactivated from here: perhaps the file holds only some of them. If it is right, have it imported on the server with --deactivate-missing --at-most { $count }.
admin-import-missing-file = not-in-the-file.csv
admin-import-missing-caption = { $count } people who are active on the roster but not in the file. Names and numbers are masked.
admin-import-problems =
    { $list }

    Mend the file and send it again. Nothing has changed.
admin-import-problems-file = to-be-mended.csv
admin-import-problems-caption = The complete list: { $count } things to mend, with row and column.

## Codes

admin-codes-top = Choose a unit. In brackets: linked/people.
admin-codes-unit =
    <b>{ $unit }</b>
    Linked: { $linked } of { $people } people, units below included.

    { $hint }
admin-codes-choose = Choose a unit below, or make codes for all of them at once. Units and people can be searched too: <code>/kode SDN 1</code> or <code>/kode NIP</code>.
admin-codes-leaf = There are no units below.
admin-codes-make = Make codes, units below included ({ $count })
admin-codes-make-leaf = Make codes for { $count } people
admin-codes-which = Which unit?
admin-codes-who = Who is meant?
admin-codes-which-or-who = Which unit, or who is meant?
admin-codes-who-more = There are { $count } more people with such a name. Add one more word of the name, or send the NIP.
admin-person-within = { $name } · { $unit }
admin-codes-not-found = The roster has no such unit, NIP, NI or code. Try one word of the unit's name, or send /kode to choose from the list.
admin-codes-nobody = Everyone in { $unit } is linked already, so no codes are needed.
admin-codes-ask =
    <b>{ $unit }</b>

    Make codes for { $count } people who are not linked yet, units below included?

    Their earlier codes that have not been used <b>stop working at once</b>. New codes are valid for { $days } days.
admin-codes-yes = Yes, make { $count } codes
admin-codes-yes-apart = One file per unit ({ $count } files)
admin-codes-ask-files = Files are sent one after the other, with { $most } codes in each at most, in the order of units. To hand them to each unit, choose one file per unit. The work can be stopped and gone on with; what has been sent stays valid.
admin-codes-portion =
    Making file { $file } of { $files } …

    Sent so far: { $done } of { $count } codes. What has been sent stays valid.
admin-codes-stop = Stop
admin-codes-stopping = Stopped after the file that is on its way. See below.
admin-codes-halted =
    <b>{ $unit }</b>

    The making of codes was stopped. Files sent: { $files }, with { $held } codes that stay valid. Still without a code: { $left } people.
admin-codes-broken =
    <b>{ $unit }</b>

    The making of codes was interrupted. Files sent: { $files }, with { $held } codes that stay valid. Still without a code: { $left } people. Codes that were made and not sent become void when they are made again.
admin-codes-resume = Go on ({ $count } people)
admin-codes-caption-part = File <b>{ $number }</b> of { $files }: { $count } codes
admin-codes-making =
    Making codes …

    Should the service stop midway and the document not arrive, make them again; codes that nobody received do no harm.
admin-codes-just-made = Codes for this unit were made a moment ago; look for the document in this chat. If it is not there, send /kode and make them again.
admin-codes-caption =
    <b>{ $unit }</b>

    Open in a browser, print, cut, and hand each slip over in person. <b>Delete this message once it is printed:</b> whoever holds a code can link their account as that person. Codes are shown only this once.
admin-codes-made =
    <b>{ $unit }</b>

    { $count } codes made, valid until { $until }.
    Linked already, no code needed: { $linked }
    Earlier codes that no longer work: { $replaced }
admin-codes-open = Make codes
admin-codes-other = Back to this unit
admin-code-make = Make a code for this person
admin-code-just-made = A code for this person was made a moment ago; look for it in this chat. To make another, send /kode followed by the NIP.
admin-code-made =
    <b>{ $name }</b>
    { $key }
    { $unit }

    Code: <code>{ $code }</code>
    Link: <code>{ $link }</code>

    Valid until { $until }, for one use. Earlier codes no longer work.

    Pass it to this person directly, then delete this message. Do not open the link yourself.

## People

admin-person =
    <b>{ $name }</b>
    NIP/code: { $key }
    Unit: { $unit }

    { $state }
admin-person-linked = Linked to a Telegram account already, so no code is needed. Unlink only when this person has a new account or phone, or when the account is not theirs. Their pledges are kept.
admin-person-open = Not linked to a Telegram account yet.
admin-person-inactive = Not active on the roster. To make this person active, put them back into the file and import it.
admin-person-unknown = The roster has nobody with that NIP, NI or code. Please check the spelling.
admin-person-gone = This person is not active on the roster.
admin-detach-how =
    To free the Telegram account of a person, for example after a change of phone, send their NIP, NI or code:

    <code>/lepas 198001012005012001</code>
admin-detach-yes = Yes, unlink
admin-detached =
    The account is unlinked. The pledges are kept.

    <b>{ $name }</b>
    NIP/code: { $key }
    Unit: { $unit }

    To link again, this person needs a new code.

## Recap

admin-recap =
    <b>Recap: { $unit }</b>
    { $at }

    { $lines }
admin-recap-people = People: { $people }, linked { $linked } ({ $percent }%)
admin-recap-document = { $title }: { $done } of { $bound } ({ $percent }%)
admin-recap-denied = Denied by whom they speak for: { $count } ({ $numbers })
admin-recap-own = <i>In this unit itself</i>
admin-recap-unit = { $unit }
admin-recap-line = • { $unit }: { $people } people, linked { $linked }{ $documents }
admin-recap-line-document = ; { $title } { $done }/{ $bound }
admin-recap-button = { $unit } (linked { $percent }%)
admin-recap-refresh = Refresh
admin-recap-table = Table (CSV)
admin-recap-open = See the recap
admin-recap-caption = { $count } units. Each row includes the units below it.
admin-recap-column-people = People
admin-recap-column-linked = Linked
admin-recap-column-denied = Denied
admin-recap-column-bound = { $title }: bound
admin-recap-column-done = { $title }: done

## Sheet of codes

admin-slip-title = Binding codes · { $agency }
admin-slip-note = Print on A4, cut along the dashed lines, hand each slip to its person directly, then delete this file.
admin-slip-how = Scan the QR code with your phone's camera, or find @{ $bot } in Telegram and send it the code above. Check the name it shows, then tap "Yes, this is me".
admin-slip-until = Valid until { $until }, for one use.
admin-slip-contact = Help: { $contact }.

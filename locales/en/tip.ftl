## Who and what

tip-agency-bkpsdm = BKPSDM
tip-agency-bawaslu = Bawaslu
tip-violation-service = Public service that takes sides
tip-violation-partiality = Siding with a candidate, intimidation, threats
tip-violation-social = Social media: support, hate speech, false news
tip-violation-money = Vote buying or gifts
tip-violation-pressure = Pressure or orders from a superior
tip-violation-other = Something else

## Before writing

tip-honest =
    <b>Report a neutrality violation</b>

    <b>Anonymous to the officials and on our disk.</b> Telegram itself sees your account and your text.

    • The report is kept without your name, number and account, and is sealed at once, so that only the recipients you choose can open it.
    • Use a personal phone and account, not the office's. Do not write what only you can know.
    • Faces in photos, your way of writing and the story itself may show who reports. That we cannot remove.

    This report is <b>first information</b>, not a formal report to Bawaslu. A formal report needs the reporter's name and address and has a deadline; for that, go to Bawaslu in person.

    It takes about five minutes. Our server keeps nothing before you send it, and what is left alone for 15 minutes is deleted.
tip-begin = Begin writing
tip-check = I have a receipt
tip-closed =
    <b>Reports cannot be taken here yet</b>

    There is no recipient who could open them, so the bot takes none. You can turn directly to:

    { $places }
tip-out-of-order =
    <b>We are sorry: no tips can be taken at the moment</b>

    There is a fault in the storage of tips. What was handed in before stays sealed. Please try again later, or turn directly to:

    { $places }
tip-place-bkpsdm = • BKPSDM: { $contact }
tip-place-bawaslu = • Bawaslu: { $contact }
tip-place-bawaslu-near = • Bawaslu in your regency, city or sub-district
tip-place-lapor = • SP4N-LAPOR!: lapor.go.id (choose “anonim” if need be)
tip-question-open = Another question in this chat still waits for your answer. Answer it first, or send /batal to close it, then send /lapor again, so that the report does not mix with anything else. Until then, what you type does not become part of the report.
tip-question-closed = That question is closed. The report is still there, and still paused.
tip-slash = A message that begins with a slash is read as a command, and this one is not known. Nothing has changed. If it is a part of the report, send it again without the slash in front.
tip-command-again =
    <b>The report is paused.</b> Your message was read as a command and has not been carried out, so that a part of a report is not kept as a command.

    If you meant the command, send it once more. If it is a part of the report, tap Go on with the report and send it without the slash in front.
tip-memory-full = Too many files are being written at the moment. Try again in a few minutes, or go on without this file.

## Steps

tip-step = <i>Step { $at } of { $of }</i>
tip-ask-violation =
    { $step }
    <b>What is this report about?</b>

    Choose what comes closest.
tip-ask-office =
    { $step }
    <b>Which office or unit?</b>

    Type the name of the office, unit or position involved, such as <code>Dinas Pendidikan, Bidang SMP</code>.
tip-ask-occasion =
    { $step }
    <b>When and where?</b>

    Type what you remember, such as <code>4 October at about 9, office hall</code>. If you do not know, type <code>unknown</code>.
tip-ask-story =
    { $step }
    <b>What happened?</b>

    Tell what you saw or heard: who did what, and how you know. You may send several messages, and edit those you have sent until the report is sent.
tip-ask-addition =
    { $step }
    <b>What would you like to add?</b>

    Write it, in several messages if you like; those you have sent may be edited until you send it. If you only want to add files, tap Next.
tip-answer = Your answer so far: <blockquote>{ $answer }</blockquote>
tip-story-so-far =
    The story so far ({ $count } characters): <blockquote>{ $answer }</blockquote>

    Send another message to add to it, or tap Next.
tip-rewrite = Begin the text anew
tip-ask-evidence =
    { $step }
    <b>Evidence</b>

    Send photos or PDF files, at most { $most }. Each is made anew without hidden data (location, phone model, author). Captions are not kept; write them into the story. No evidence is fine too.

    { $files }
tip-files-none = No files yet.
tip-file-line = { $name } ({ $measure }); removed: { $removed }
tip-file-line-clean = { $name } ({ $measure }); no hidden data
tip-file-cleaning = Looking at { $count } file(s) …
tip-file-remove = Remove { $name }
tip-measure-picture = { $width } × { $height } pixels
tip-measure-pages = { $pages } page(s)
tip-ask-agencies =
    { $step }
    <b>Who may open it?</b>

    Tap to choose; both is fine. BKPSDM is the regional personnel agency, Bawaslu supervises elections. Whoever is not chosen cannot open it. If the person you report works in one of these offices, do not choose it.
tip-agency-chosen = ● { $agency }
tip-agency-not-chosen = ○ { $agency }
tip-review =
    { $step }
    <b>Check before sending</b>

    This will be sealed and kept. Outside the seal stand only the day it came, the recipients you chose, and how far it is.

    <b>About:</b> { $violation }
    <b>Office:</b> { $office }
    <b>When and where:</b> { $occasion }
    <b>Story:</b> { $story }
    <b>Files:</b>
    { $files }
    <b>Can be opened only by:</b> { $agencies }
tip-review-addition =
    { $step }
    <b>Check before sending</b>

    This will be sealed and added to the report. Outside the seal stands only the day.

    <b>Text:</b> { $story }
    <b>Files:</b>
    { $files }
    <b>Only these can open it:</b> { $agencies }
tip-readers = { $agency } ({ $people } recipients' keys)
tip-readers-recovery = { $agency } ({ $people } recipients' keys and { $recovery } recovery keys)
tip-review-whole = { $story }
tip-review-begins = { $start } … <i>(page 1 of { $of }, { $count } characters in all; tap Next page to read on)</i>
tip-review-page =
    { $step }
    <b>Story, page { $at } of { $of }</b>

    { $text }
tip-page-back = ‹ Page before
tip-page-next = Next page ›
tip-review-nothing = (none)
tip-next = Next
tip-next-without = Next, without evidence
tip-back = Back
tip-cancel = Cancel
tip-change-violation = Change subject
tip-change-office = Change office
tip-change-occasion = Change time and place
tip-change-story = Change story
tip-change-evidence = Change files
tip-change-agencies = Change recipients
tip-submit = Send now
tip-sending = Sealing the report …

## What cannot be taken

tip-not-answered = This step has not been answered yet.
tip-choose-above = Please choose by tapping one of the buttons first.
tip-choose-agency = Choose at least one recipient.
tip-still-cleaning = A file is still being looked at. Wait a moment, then tap again.
tip-answer-long = This answer has { $count } characters; at most { $most }. Shorten it and send it again.
tip-story-long = With the last message it would have { $count } characters, at most { $most }. The last message was not added; shorten it, or tap Next.
tip-only-text = This step does not ask for files yet. Photos and PDF are asked for at the step Evidence.
tip-only-files = Only text, photos and PDF files can be taken for a report. Videos, voice, stickers, contacts and locations may show who sends them, so they are not kept.
tip-files-full = At most { $most } files in one report. Remove one first to replace it.
tip-files-heavy = Together these files are too large. Remove one first, or send a smaller one.
tip-file-gone = This file could not be fetched from Telegram. Send it once more.
tip-file-limit = Too many files in a short time. Wait half a minute, then send them again one by one. What was taken is still there.
tip-refused-empty = This file is empty. Check it and send it again.
tip-refused-big = This file is too large; at most 20 MB. Send it as an ordinary photo, or split the document.
tip-refused-unknown = Only photos (JPEG, PNG) and PDF can be taken. Convert the file to one of them and send it again.
tip-refused-heic = iPhone photos in HEIC form cannot be taken as a file. Send it as an ordinary photo, not as a file.
tip-refused-broken = This file is damaged or incomplete, so it cannot be cleaned. Send it again, or send a screenshot.
tip-refused-pixels = This picture is too large. Send it as an ordinary photo, so that it is made smaller.
tip-refused-encrypted = This PDF is locked with a password or restricted by its author. Save it without the lock (print to PDF), or send a screenshot.
tip-refused-pages = This PDF has too many pages. Send only those that matter.
tip-refused-complex = This file is too complex to be cleaned safely. Send screenshots of the pages that matter.
tip-refused-unsupported = A part of this file cannot be cleaned safely. Send screenshots of the pages that matter.
tip-refused-unavailable = Files cannot be looked at just now. Try again in a few minutes, or go on without this file.
tip-removed-location = location
tip-removed-camera = camera data
tip-removed-date = date taken
tip-removed-hidden = hidden data
tip-removed-comment = comments in the file
tip-removed-unknown = unknown data
tip-removed-profile = colour profile
tip-removed-thumbnail = old thumbnail
tip-removed-second = second picture
tip-removed-trailing = data behind the picture
tip-removed-author = author
tip-removed-earlier = earlier version
tip-removed-attachments = attachments
tip-removed-scripts = scripts
tip-removed-annotations = names on remarks
tip-removed-forms = form fields
tip-removed-signatures = electronic signature
tip-removed-links = links
tip-removed-structure = outline and alternative texts
tip-removed-layers = hidden layers

tip-edit-taken = The change to that message is part of the report now.
tip-edit-long = Changed so, it would have { $count } characters, at most { $most }. The report stays as it was; shorten that message.
tip-edit-empty = That message is empty now. The report stays as it was; to delete the part, tap Begin the text anew or Back.
tip-edit-file = A file that is exchanged by editing is not read. Remove it with its button, then send the new one.
tip-edit-late = The change to that message is not read any more: it is sealed, or no part of anything that is open. What is sealed cannot be changed; you can add to it with the receipt, by /cek.

## Cancelled, forgotten, full

tip-error = We are sorry, there is a fault on our side; it is not because of you. Please try once more; if it happens again, try later. There is no need to tell anyone.
tip-error-storage = We are sorry, the storage has a problem, so what you just sent has not been saved. What you wrote stays for 15 minutes; please try again. There is no need to tell anyone.

tip-cancel-ask = What you have written will be deleted from the bot's memory, and nothing is sent. Go on?
tip-cancel-yes = Yes, delete it
tip-cancel-no = No, go on writing
tip-cancelled = It is deleted from the bot's memory; nothing was sent. The messages of this chat are still at Telegram; tap Erase traces to delete them.
tip-forgotten = What you wrote is no longer in the bot's memory, because nothing happened for 15 minutes or the bot was restarted. That is on purpose: what has not been sent is not kept on our server. The messages are still in this chat. We are sorry; please begin again with /lapor.
tip-receipt-as-text = Type the receipt as text. A photo of it cannot be read, and is not kept.
tip-use-evidence = At this step send a photo or a PDF, or tap Next. To change the story, tap Back.
tip-limit = For now there have been enough reports from this account. The next can be sent tomorrow. What you wrote stays for 15 minutes.
tip-full = We cannot take any more reports today. Please try again tomorrow, or turn directly to:

    { $places }
tip-texts-only =
    There is no room for files at the moment. A written report can still be taken: tap Change files, remove the files, then send. Keep the files for now, or hand them in directly to:

    { $places }
tip-share = There have been enough files from this account for today. A written report can still be sent; the files can be added tomorrow with the receipt of the report.
tip-agency-closed = The chosen recipient can no longer take reports. Tap Change recipients, choose one that is left, then send again.
tip-nobody-left =
    There is no recipient now who could open an addition to this report, so nothing was kept. You can turn directly to:

    { $places }
tip-paused =
    <b>The report is paused</b>, because you turned to something else. What you type now does not become part of it.
tip-resume = Go on with the report
tip-check-later = A report is still being written. Send or cancel it first (/batal), then send /cek.

## Receipt

tip-receipt =
    <b>The report is sealed and kept.</b>

    This is its receipt, <b>shown only until you close it</b>:

    <code>{ $receipt }</code>

    Write it on paper, not into an office phone. With it you can see how far the report is and read replies (send /cek). Once closed, the bot cannot show it again; whoever holds it can read the replies.

    To make sure it is written down, type back the <b>{ $group } group</b> of this receipt (four letters or digits).
tip-receipt-lang-first = first
tip-receipt-lang-second = second
tip-receipt-lang-third = third
tip-receipt-lang-fourth = fourth
tip-receipt-wrong = That does not match. Look at your note, then type back the { $group } group of the receipt above (four letters or digits).
tip-receipt-close = Close without writing it down
tip-receipt-close-ask = Without the receipt you can no longer see how far it is, read replies, or add anything. The report arrives all the same. Close the receipt?
tip-receipt-close-yes = Yes, close it
tip-receipt-close-no = No, show it again
tip-done =
    <b>Thank you. The receipt is closed.</b>

    The report waits to be read. The bot will not write to you first, because it does not know who reported. Send /cek and type the receipt to see how far it is.

    This chat is still on the phone and at Telegram. Tap <b>Erase traces</b> to delete the messages about this report.
tip-added =
    <b>Thank you. Your addition is sealed and kept.</b>

    The receipt stays the same. This chat is still on the phone and at Telegram; tap <b>Erase traces</b> to delete the messages about this report.

## With a receipt

tip-ask-receipt =
    <b>See how far a report is</b>

    Type your receipt. Upper or lower case and hyphens do not matter.
tip-receipt-unknown =
    There is no report with this receipt.

    Check every letter and digit, then type it again. A report that is closed is deleted after { $days } days, and its receipt with it.
tip-receipt-limit = Too many tries. Wait a minute, then send /cek again.
tip-case =
    <b>Report { $case }</b>
    Received { $day }

    { $handling }

    { $replies }
tip-handling = <b>{ $agency }:</b> { $status } (since { $day })
tip-status-received = received, not yet reviewed
tip-status-reviewed = being reviewed
tip-status-follow-up = being followed up
tip-status-done = done
tip-status-rejected = not pursued
tip-reason-unclear = The reason: it says too little to be looked into. If you know more (who, when, where, or evidence), add it with the button below.
tip-reason-elsewhere = The reason: the matter is not for that agency.
tip-reason-other-matter = The reason: what was reported is not about the neutrality of employees.
tip-reason-no-evidence = The reason: not enough evidence was found.
tip-reason-known = The reason: the same matter has already been dealt with.
tip-reason-written = The reason stands in the reply below.
tip-replies-none = No reply yet.
tip-reply = <b>{ $agency }</b>, { $day }: <blockquote>{ $text }</blockquote>
tip-reply-new = <b>New from { $agency }</b>, { $day }: <blockquote>{ $text }</blockquote>
tip-reply-text = { $text }
tip-reply-unreadable = (this reply cannot be opened)
tip-replies-warning = <i>Officials never need your name, number or account. Do not open links, and do not contact a number or an account in a reply.</i>
tip-replies-more = There are { $count } older replies.
tip-add = Add text or evidence
tip-leave = Close
tip-left = The report is closed here. Send /cek and type the receipt to open it again.
tip-not-opened = All right, no report was opened. Send /cek when you want to look at it later.
tip-use-add = To add something, tap Add text or evidence below the report.
tip-case-closed = This report is no longer open here. Send /cek and type the receipt to open it again.

## Erasing traces

tip-erase = Erase traces
tip-erase-ask = All messages about reports in this chat that the bot still knows will be deleted on both sides: yours and the bot's. Make sure that the receipt is written down. Go on?
tip-erase-yes = Yes, delete the messages
tip-erase-no = Not yet
tip-erased =
    { $result }

    What you should look after yourself:
    • Notifications on the lock screen, and copies on other devices of this account.
    • The original photos in the phone's gallery.
    • To delete the whole chat: open its menu, choose <b>Delete chat</b>, and tick deletion for both sides.
tip-erased-remove = Delete this message as well
tip-erased-all = <b>{ $count } message(s) known to the bot deleted.</b> The bot knows messages for 48 hours from when a report is written, and only since it was last started. If you still see any, delete them yourself: hold the message, then choose Delete.
tip-erased-some = <b>{ $count } message(s) known to the bot deleted; { $left } could not be deleted by the bot</b>, for instance because they are older than 48 hours. Delete them yourself: hold the message, then choose Delete.
tip-erased-unknown = <b>The bot no longer knows which messages were about a report</b>, because it is longer than 48 hours ago or the bot was restarted. Delete them yourself: hold the message, then choose Delete.

## What recipients read

tip-letter-report =
    ANONYMOUS REPORT (FIRST INFORMATION)
    Number     : { $case }
    Received   : { $day }
    About      : { $violation }
    Office     : { $office }
    Time, place: { $occasion }
    For        : { $agencies }

    STORY
    { $story }

    FILES
    { $files }
tip-letter-addition =
    ADDITION TO REPORT { $case }
    Received   : { $day }

    TEXT
    { $story }

    FILES
    { $files }
tip-letter-file = { $name } ({ $measure })
tip-letter-no-files = (none)
tip-letter-no-story = (no text, only files)

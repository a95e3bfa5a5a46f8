demo-title = Ikrar: try it
demo-intro =
    The real bot with sample data. It needs no Telegram, and nothing is sent outside this computer. Its time is simulated: 30 days before the campaign of the Pilkada 2024.
    1. <b>Siti</b>, a teacher: tap <b>Open the personal link</b>, then read the pledge until the receipt appears.
    2. <b>Budi</b>, a citizen: send <b>/cek_tanda</b> followed by the number of that receipt.
    3. <b>Ratna</b>, an admin: tap <b>Send the superadmin code</b>, then <b>Send the calendar of the Pilkada 2024</b>, and apply it.
    4. Tap <b>One hour on</b> three times. The reminder of 30 days before arrives at 08:00 local time with those who have not pledged: in WIT, then <b>Andi</b> (WITA), then <b>Iskandar</b> (WIB).
    5. <b>Ratna</b>: send <b>/siarkan</b>, write a message, choose those who have not pledged, type their number. Pause, resume, then see the result.
    6. <b>Yohanes</b> (head of an agency) and <b>Hendra</b> (village head): open their links and compare the texts they receive.
    7. <b>Budi</b>: send <b>/lapor</b> with photos and a PDF, and note the receipt. Recipients learn of it at the hour of a digest: press <b>One hour on</b>. <b>Dewi</b>: send <b>/laporan</b>, fetch the report and the <b>offline reader</b>, save both and open it. The key is <code>{ $bkpsdm }</code>, its passphrase <code>{ $passphrase }</code>. <b>Dewi</b> replies; <b>Budi</b> reads it with <b>/cek</b>. The key of <b>Anton</b> (Bawaslu): <code>{ $bawaslu }</code>.
demo-ready = Open in your browser: { $url }
demo-end-removed = Press Ctrl+C to stop. The sample data is removed at the end.
demo-end-kept = Press Ctrl+C to stop. The sample data is kept.
demo-folder-is-real = The folder { $path } holds real data. To play, choose another one with --data-dir, or leave --data-dir out.
demo-folder-is-a-demo = The folder { $path } holds the sample data of `ikrar demo`. For the real service choose another one as data_dir.
demo-note-asn = Teacher (PNS)
demo-note-head = Head of agency
demo-note-village = Village head
demo-note-admin = Admin of BKPSDM
demo-note-citizen = Citizen
demo-offer-link = Open the personal link
demo-offer-claim = Send the superadmin code
demo-offer-calendar = Send the calendar of the Pilkada 2024
demo-note-wita = Head of a representative office (WITA)
demo-note-wib = Head of the liaison office (WIB)
demo-note-bkpsdm = Recipient of reports, BKPSDM
demo-note-bawaslu = Recipient of reports, Bawaslu
demo-offer-cases = See anonymous reports
demo-control-hour = One hour on
demo-control-day = One day on
demo-control-go = On to this time (WIT)
demo-status = Simulated time: { $at }
demo-travelling = Moving on to { $at } …
demo-travel-unreadable = Choose a day and a time first.
demo-travel-back = Simulated time only goes forward. Choose a time after the present one.
demo-travel-far = At most { $days } days at once.
demo-offer-roster = Send the roster file

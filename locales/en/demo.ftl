demo-title = Ikrar: try it
demo-intro =
    The real bot with sample data. It needs no Telegram, and nothing is sent outside this computer.
    1. <b>Siti</b>, a teacher: tap <b>Open the personal link</b>, then read the pledge until the receipt appears.
    2. <b>Budi</b>, a citizen: send <b>/cek_tanda</b> followed by the number of that receipt.
    3. <b>Ratna</b>, an admin: tap <b>Send the superadmin code</b>, then open the <b>Menu</b>.
    4. <b>Yohanes</b> (head of an agency) and <b>Hendra</b> (village head): open their links and compare the texts they receive.
demo-ready = Open in your browser: { $url }
demo-end-removed = Press Ctrl+C to stop. The sample data is removed at the end.
demo-end-kept = Press Ctrl+C to stop. The sample data is kept.
demo-note-asn = Teacher (PNS)
demo-note-head = Head of agency
demo-note-village = Village head
demo-note-admin = Admin of BKPSDM
demo-note-citizen = Citizen
demo-offer-link = Open the personal link
demo-offer-claim = Send the superadmin code
demo-offer-roster = Send the roster file

demo-title = Ikrar: try it
demo-intro = This page runs the real bot with sample data, without Telegram. Begin as <b>Siti</b>: tap the link, then read and make the pledge.
demo-ready =
    Open in your browser: { $url }
    Press Ctrl+C to stop. The sample data is removed at the end.
demo-note-asn = Teacher (PNS)
demo-note-head = Head of agency
demo-note-village = Village head
demo-note-admin = Admin of BKPSDM
demo-note-citizen = Citizen
demo-offer-link = Open the pledge link of { $name }
demo-offer-claim = Send the superadmin code
demo-offer-roster = Send the roster file

demo-title = Ikrar: coba langsung
demo-intro = Halaman ini menjalankan bot yang sebenarnya dengan data contoh, tanpa Telegram. Mulailah sebagai <b>Siti</b>: ketuk tautannya, lalu baca dan ucapkan ikrar.
demo-ready =
    Buka di peramban: { $url }
    Tekan Ctrl+C untuk berhenti. Data contoh dihapus saat selesai.
demo-note-asn = Guru PNS
demo-note-head = Kepala OPD
demo-note-village = Kepala desa
demo-note-admin = Admin BKPSDM
demo-note-citizen = Warga
demo-offer-link = Buka tautan ikrar { $name }
demo-offer-claim = Kirim kode superadmin
demo-offer-roster = Kirim berkas daftar pegawai

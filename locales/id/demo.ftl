demo-title = Ikrar: coba langsung
demo-intro =
    Bot yang sebenarnya dengan data contoh. Telegram tidak diperlukan; tidak ada yang dikirim ke luar komputer ini. Waktunya waktu simulasi: 30 hari sebelum masa kampanye Pilkada 2024.
    1. <b>Siti</b>, guru: ketuk <b>Buka tautan pribadi</b>, lalu baca ikrar sampai tanda terimanya terbit.
    2. <b>Budi</b>, warga: kirim <b>/cek_tanda</b> diikuti nomor tanda terima itu.
    3. <b>Ratna</b>, admin: ketuk <b>Kirim kode superadmin</b>, lalu <b>Kirim kalender Pilkada 2024</b> dan terapkan.
    4. Ketuk <b>Maju 1 jam</b> tiga kali. Pengingat H-30 tiba pukul 08.00 setempat pada yang belum berikrar: di WIT, lalu <b>Andi</b> (WITA), lalu <b>Iskandar</b> (WIB).
    5. <b>Ratna</b>: kirim <b>/siarkan</b>, tulis pesan, pilih penerima yang belum berikrar, ketik jumlahnya. Jeda, lanjutkan, lalu lihat hasilnya.
    6. <b>Yohanes</b> (kepala OPD) dan <b>Hendra</b> (kepala desa): buka tautannya dan bandingkan naskah yang mereka terima.
    7. <b>Budi</b>: kirim <b>/lapor</b> dengan foto dan PDF, catat resinya. Penerima baru mengetahuinya pada jam ringkasan: ketuk <b>Maju 1 jam</b>. <b>Dewi</b>: kirim <b>/laporan</b>, ambil laporannya dan <b>pembaca luring</b>, simpan keduanya, lalu buka. Kuncinya <code>{ $bkpsdm }</code>, kata sandinya <code>{ $passphrase }</code>. <b>Dewi</b> menjawab; <b>Budi</b> membacanya dengan <b>/cek</b>. Kunci <b>Anton</b> (Bawaslu): <code>{ $bawaslu }</code>.
demo-ready = Buka di peramban: { $url }
demo-end-removed = Tekan Ctrl+C untuk berhenti. Data contoh dihapus saat selesai.
demo-end-kept = Tekan Ctrl+C untuk berhenti. Data contoh tetap tersimpan.
demo-folder-is-real = Folder { $path } berisi data sungguhan. Untuk mencoba, pilih folder lain dengan --data-dir, atau jalankan tanpa --data-dir.
demo-folder-is-a-demo = Folder { $path } berisi data contoh dari `ikrar demo`. Untuk layanan sungguhan, pilih folder lain sebagai data_dir.
demo-note-asn = Guru PNS
demo-note-head = Kepala OPD
demo-note-village = Kepala desa
demo-note-admin = Admin BKPSDM
demo-note-citizen = Warga
demo-offer-link = Buka tautan pribadi
demo-offer-claim = Kirim kode superadmin
demo-offer-calendar = Kirim kalender Pilkada 2024
demo-note-wita = Kepala kantor perwakilan (WITA)
demo-note-wib = Kepala badan penghubung (WIB)
demo-note-bkpsdm = Penerima laporan, BKPSDM
demo-note-bawaslu = Penerima laporan, Bawaslu
demo-offer-cases = Lihat laporan anonim
demo-control-hour = Maju 1 jam
demo-control-day = Maju 1 hari
demo-control-go = Maju ke waktu ini (WIT)
demo-status = Waktu simulasi: { $at }
demo-travelling = Sedang maju ke { $at } …
demo-travel-unreadable = Pilih tanggal dan jam lebih dahulu.
demo-travel-back = Waktu simulasi hanya dapat maju. Pilih waktu sesudah yang sekarang.
demo-travel-far = Paling jauh { $days } hari sekali maju.
demo-offer-roster = Kirim berkas daftar pegawai

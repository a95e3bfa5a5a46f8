## Perintah yang diketik di tempat yang keliru

ops-no-configuration = Tidak ada ikrar.toml di { $folder }, dan tidak ada basis data di { $path }. Tidak ada yang dibuat. Pindahlah ke folder tempat ikrar.toml berada, atau sebutkan berkasnya dengan --config. Untuk instalasi baru: ikrar init.
ops-no-database = Tidak ada basis data di { $path }, sesuai dengan { $file }. Tidak ada yang dibuat. Periksa data_dir, pulihkan cadangan dengan ikrar restore, atau jalankan ikrar init untuk memulai.
ops-no-database-named = Tidak ada basis data di { $path }, sesuai dengan IKRAR_DATA_DIR. Tidak ada yang dibuat. Periksa nilainya, pulihkan cadangan dengan ikrar restore, atau jalankan ikrar init untuk memulai.
ops-cannot-look = { $path } tidak dapat dibuka: { $detail }
ops-outdated = Basis data { $path } berasal dari versi sebelumnya. Hanya ikrar run yang memperbaruinya, setelah membuat salinan: jalankan itu dahulu, lalu ulangi perintah ini.

## ikrar backup

ops-backup-people = { $path }: { $size }, { $entries } ikrar, utuh. Sidik terakhir: { $last }
ops-backup-tips = { $path }: { $size }, laporan anonim, utuh. Dihapus mulai { $until } oleh ikrar backup berikutnya.
ops-backup-no-tips = Tanpa basis data laporan anonim.
ops-backup-file-people = Hanya basis data pegawai dan ikrar. Untuk keduanya, sebutkan sebuah folder.
ops-backup-broken = Tidak disimpan, karena rusak: { $path }: { $fault }
ops-backup-unsound = Salinannya lengkap, tetapi catatan ikrar di dalamnya tidak utuh. Jalankan: ikrar verify --database { $path }
ops-backup-there = { $path } sudah ada dan tidak akan ditimpa.
ops-backup-name = { $path }: nama salinan yang disegel berakhir dengan .age, yang tidak disegel dengan .db.
ops-backup-key = Kunci age tidak dapat digunakan: { $detail }
ops-backup-room = Tempat tidak cukup di { $path }: diperlukan { $needed }, tersisa { $free }.

## ikrar restore

ops-restore-empty = Tidak ada salinan basis data Ikrar di { $path }.
ops-restore-needs-key = Salinan ini disegel. Sebutkan kunci pembukanya dengan --identity.
ops-restore-wrong-key = { $path } tidak disegel untuk kunci ini.
ops-restore-damaged = { $path } tidak dapat dipulihkan: { $detail }
ops-restore-newer = { $path } ditulis oleh versi Ikrar yang lebih baru ({ $version }). Pasang versi itu dahulu.
ops-restore-unsound = Catatan ikrar dalam { $path } tidak utuh, jadi tidak dipulihkan. Jalankan ikrar verify --database pada berkas itu, dan gunakan salinan lain.
ops-restore-people = { $path }: { $entries } ikrar, utuh. Sidik terakhir: { $last }
ops-restore-tips = { $path }: laporan anonim, utuh.
ops-restore-new-tips = Basis data laporan disingkirkan; bot akan memulai yang baru. Semua laporan, kunci, dan penerima di dalamnya dilepas.
ops-restore-no-comparison = Basis data yang sekarang tidak dapat dibaca, jadi tidak dapat dibandingkan: periksa daftar admin dan kode setelah dipulihkan.
ops-restore-same = Tidak ada yang berubah selain isinya kembali ke saat salinan dibuat.
ops-restore-role-back = Peran kembali: { $label } ({ $role }). Bila sudah dicabut: ikrar admin revoke { $id }
ops-restore-role-lost = Peran hilang: { $label } ({ $role }). Beri kode baru dengan ikrar admin claim-code.
ops-restore-claims-back = { $count } kode peran yang sudah terpakai atau dicabut akan berlaku kembali sampai kedaluwarsa.
ops-restore-codes-back = { $count } kode pegawai yang sudah terpakai atau diganti akan berlaku kembali.
ops-restore-codes-lost = { $count } kode pegawai yang dibagikan setelah salinan dibuat tidak akan dikenal. Buat kode baru untuk pemegangnya.
ops-restore-links-back = { $count } tautan akun yang sudah dilepas akan kembali.
ops-restore-links-lost = { $count } tautan akun yang dibuat setelah salinan akan hilang.
ops-restore-pledges-lost = { $count } ikrar setelah salinan tidak ada di dalamnya; pemegang tanda terimanya perlu berikrar kembali. Berkas lama tetap disimpan.
ops-restore-held = { $campaigns } pesan massal yang belum selesai dan { $rules } aturan pengingat ditahan: tidak ada yang dikirim sampai diperiksa dan dilanjutkan dengan ikrar restore --go-on.
ops-restore-recipient = Penerima laporan: { $label }
ops-restore-recipient-back = Penerima laporan yang sudah diberhentikan kembali: { $label }. Berhentikan lagi lewat /penerima.
ops-restore-cases = { $back } laporan yang sudah dihapus kembali, dan dihapus lagi pada malam berikutnya; { $lost } laporan setelah salinan hilang.
ops-restore-no-terminal = Tidak ada terminal untuk bertanya. Bila memang dikehendaki, tambahkan --yes.
ops-restore-ask = Lanjutkan? Ketik ya:
ops-restore-nothing = Tidak ada yang diubah.
ops-restore-aside = Berkas lama disimpan di { $path }. Hapus bila tidak diperlukan lagi; isinya data pribadi.
ops-restore-next = Selesai. Berikutnya: ikrar doctor, lalu jalankan bot.
ops-restore-goes-on = Pesan massal dan pengingat dilanjutkan.
ops-restore-not-held = Tidak ada yang ditahan di { $path }.

## Kabar kepada superadmin

ops-alarm-disk = Penyimpanan server hampir penuh: tersisa { $free }. Bila penuh, ikrar dan laporan tidak dapat disimpan. Mohon kosongkan sebagian.
ops-alarm-disk-over = Penyimpanan server sudah lapang kembali.
ops-alarm-clock = Jam server berbeda { $by } dari jam Telegram ({ $direction }). Selama itu ikrar dan pengingat tercatat dengan waktu yang keliru. Mohon samakan jam server.
ops-alarm-clock-ahead = terlalu cepat
ops-alarm-clock-behind = terlalu lambat
ops-alarm-clock-over = Jam server sudah sama kembali dengan jam Telegram.
ops-alarm-webhook = Telegram tidak dapat menyampaikan pesan kepada server: { $detail }. Yang menunggu: { $waiting }. Mohon periksa alamat webhook dan proksinya.
ops-alarm-webhook-unset = webhook tidak terpasang
ops-alarm-webhook-over = Telegram dapat menyampaikan pesan kembali.
ops-alarm-conflict = Ada program lain yang memakai token bot ini, sehingga pesan terbagi dan sebagian tidak terjawab di sini. Hentikan program itu, atau perbarui token lewat @BotFather.
ops-alarm-conflict-over = Tidak ada lagi program lain yang memakai token bot ini.
ops-alarm-tips = Basis data laporan anonim bermasalah, jadi bot tidak menerima laporan; ikrar berjalan seperti biasa. Jalankan ikrar doctor di server, pulihkan dengan ikrar restore --tips, lalu jalankan ulang bot.
ops-alarm-tips-over = Basis data laporan anonim sudah pulih.
ops-alarm-held = Basis data baru saja dipulihkan dari cadangan, jadi pesan massal dan pengingat ditahan. Periksa /siarkan dan batalkan yang sudah terkirim, periksa /admin, lalu minta pengelola server menjalankan ikrar restore --go-on.
ops-alarm-held-over = Pesan massal dan pengingat dilanjutkan.
ops-alarm-away-over = Telegram tidak terjangkau dari server selama { $lasted }. Sekarang bot menjawab kembali.
ops-seconds = { $count } detik
ops-minutes = { $count } menit
ops-hours = { $count } jam
ops-days = { $count } hari

error-reference = Mohon maaf, permintaan Bapak/Ibu belum dapat kami proses. Silakan coba sekali lagi. Bila masih terjadi, sampaikan kode { $reference } kepada { $contact }.
error-busy = Mohon maaf, penyimpanan data sedang sibuk sehingga yang baru saja Bapak/Ibu kirim belum tersimpan. Silakan coba kembali beberapa saat lagi. Yang sudah tersimpan sebelumnya tetap aman.
error-full = Mohon maaf, penyimpanan data sedang bermasalah sehingga yang baru saja Bapak/Ibu kirim belum tersimpan. Silakan coba lagi nanti atau hubungi { $contact }. Yang sudah tersimpan tetap aman.
error-too-many-tries = Bapak/Ibu sudah beberapa kali mencoba. Mohon tunggu beberapa menit, lalu coba kembali.
error-too-many-messages = Pesan yang baru masuk dari Bapak/Ibu terlalu banyak sekaligus; { $count } pesan terakhir tidak terbaca. Yang sudah tersimpan tetap aman. Mohon kirim kembali satu per satu.
error-too-many-taps = Terlalu banyak sekaligus, sehingga ketukan ini tidak terbaca. Mohon tunggu sebentar, lalu tekan kembali.

button-back = Kembali
button-cancel = Batal
button-documents = Ikrar saya
button-unknown = Tombol ini sudah tidak berlaku. Kirim /start untuk memulai kembali.

command-unknown =
    Mohon maaf, perintah itu tidak kami kenali.

    Kirim /bantuan untuk melihat yang dapat Bapak/Ibu lakukan di sini.
command-start = Mulai
command-ikrar = Baca dan ucapkan ikrar
command-status = Lihat ikrar yang sudah dan belum selesai
command-cek-tanda = Periksa tanda terima
command-bahasa = Ganti bahasa
command-bantuan = Bantuan
command-batal = Batalkan langkah ini
command-lepas = Lepaskan akun Telegram ini dari data Bapak/Ibu
command-lepas-admin = Lepaskan akun Telegram seorang pegawai
command-lepas-both = Lepaskan akun Telegram, milik sendiri atau seorang pegawai
command-klaim = Gunakan kode peran
command-impor = Unggah daftar pegawai
command-kode = Buat kode penautan per unit
command-rekap = Rekap per unit
command-jadwal = Jadwal pemilihan dan pengingat
command-siarkan = Siarkan pesan
command-pesan = Pesan dari instansi dan pengaturannya
command-admin = Daftar admin
command-lapor = Lapor pelanggaran netralitas
command-cek = Perkembangan laporan dengan resi
command-laporan = Laporan untuk ditelaah
command-penerima = Penerima laporan dan kuncinya
command-persiapan = Daftar persiapan layanan
command-angkat = Angkat admin baru

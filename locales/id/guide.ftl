guide-welcome =
    Selamat datang di layanan <b>Ikrar Netralitas</b> { $agency }.

    Di sini pegawai membaca ikrar poin demi poin, mengucapkannya, dan menerima tanda terima yang dapat diperiksa siapa pun.

    <b>Untuk pegawai:</b> buka tautan pribadi dari { $contact }, atau ketik 16 karakter kode pada lembar yang Bapak/Ibu terima.

    <b>Untuk memeriksa tanda terima:</b> kirim nomornya, misalnya IKR-000123-9f86d081.
guide-welcome-linked =
    Selamat datang, Bapak/Ibu <b>{ $name }</b>!

    Ini layanan <b>Ikrar Netralitas</b> { $agency }. Ketuk tombol di bawah untuk membaca dan mengucapkan ikrar, atau kirim /status untuk melihat yang sudah selesai.
guide-help =
    <b>Bantuan</b>

    { $commands }

    Membaca ikrar dapat dihentikan kapan saja dan dilanjutkan dari poin yang sama. Hanya Bapak/Ibu sendiri yang dapat mengucapkan ikrar atas nama Bapak/Ibu.

    Ada yang keliru pada nama atau unit kerja? Hubungi { $contact }.
guide-help-stranger =
    <b>Bantuan</b>

    { $commands }

    <b>Pegawai:</b> buka tautan pribadi dari { $contact }, atau ketik 16 karakter kode pada lembar yang Bapak/Ibu terima.

    <b>Memeriksa tanda terima:</b> kirim nomornya, misalnya IKR-000123-9f86d081.
guide-cancelled = Baik, tidak ada yang sedang berjalan. Kirim /bantuan bila memerlukan petunjuk.
guide-cancelled-linked = Baik. Poin yang sudah Bapak/Ibu baca tetap tersimpan, dan ikrar baru tercatat bila Bapak/Ibu mengucapkannya. Lanjutkan kapan saja.
guide-cancelled-question = Baik, dibatalkan. Tidak ada yang berubah; yang sudah tersimpan tetap ada.
guide-dismissed = Baik, tidak ada yang diubah.
guide-language = Silakan pilih bahasa.
guide-language-name = Bahasa Indonesia
guide-language-set = Baik, selanjutnya kami menggunakan Bahasa Indonesia. Naskah ikrar tetap dalam Bahasa Indonesia.
guide-private-only = Untuk menjaga data Bapak/Ibu, layanan ini hanya berjalan di percakapan pribadi.
guide-private-open = Buka percakapan pribadi
guide-not-understood =
    Terima kasih atas pesannya. Layanan ini belum dapat membaca pesan bebas.

    Silakan gunakan tombol yang tersedia, atau kirim /bantuan.
guide-edit-late = Perubahan pada pesan ini tidak dibaca, karena pertanyaan berikutnya sudah terbuka. Mohon jawab pertanyaan yang terakhir, atau kirim /batal lalu mulai lagi.
guide-split = Teks ini dikirim Telegram dalam { $parts } bagian, seluruhnya { $length } karakter, sedangkan satu pesan memuat paling banyak { $most }. Tidak satu bagian pun disimpan, agar tidak terkirim terpotong. Mohon ringkas teksnya lalu kirim lagi di sini, atau lampirkan sebagai berkas.
guide-unreadable =
    Pesan ini tidak dapat dibaca oleh layanan ini, sehingga isinya belum diterima.

    Mohon kirim ulang sebagai teks biasa, foto, atau berkas.
guide-only-text-admin =
    Terima kasih. Layanan ini hanya memahami tombol, perintah, dan berkas daftar pegawai.

    Kirim /impor untuk mengunggah daftar pegawai, atau /bantuan untuk melihat petunjuk.
guide-only-text =
    Terima kasih. Layanan ini hanya memahami tombol dan perintah, bukan gambar, suara, atau berkas.

    Kirim /bantuan untuk melihat petunjuk.
guide-setup-button = Daftar persiapan
guide-setup =
    <b>Persiapan layanan</b>: { $done } dari { $total } langkah selesai

    { $list }

    Yang tercetak tebal belum selesai. Tombol di bawah membuka langkah berikutnya; daftar ini dapat dibuka lagi dengan /persiapan.
guide-setup-complete =
    <b>Persiapan layanan</b>: semua langkah selesai

    { $list }
guide-setup-line-done = { $n }. { $step }
guide-setup-line-open = { $n }. <b>{ $step }</b>
guide-setup-refresh = Perbarui
guide-setup-agency = Instansi dan narahubung: { $agency }, { $contact }
guide-setup-documents = Naskah ikrar: { $count } sudah diterbitkan
guide-setup-documents-sample = Naskah ikrar: { $count } sudah diterbitkan, { $samples } di antaranya masih CONTOH
guide-setup-roster = Daftar pegawai: { $people } orang, { $units } unit
guide-setup-calendar = Jadwal pemilihan: { $count } tahapan yang akan datang
guide-setup-codes = Kode penautan: { $linked } orang tertaut, { $coded } memegang kode, { $left } belum mendapat kode
guide-setup-superadmin = Superadmin: { $count } orang, sebaiknya paling sedikit dua
guide-setup-recipients = Penerima laporan dengan kunci terverifikasi: { $counts }
guide-setup-recipients-of = { $agency } { $count }
guide-setup-recipients-closed = Penerima laporan: belum dapat diperiksa karena basis data laporan sedang tidak dapat dibuka
guide-setup-go-agency = Berikutnya: instansi dan narahubung
guide-setup-go-documents = Berikutnya: terbitkan naskah
guide-setup-go-roster = Berikutnya: impor daftar pegawai
guide-setup-go-calendar = Berikutnya: isi jadwal
guide-setup-go-codes = Berikutnya: buat kode
guide-setup-go-superadmin = Berikutnya: superadmin kedua
guide-setup-go-recipients = Berikutnya: penerima laporan
guide-setup-how-agency =
    <b>Instansi dan narahubung</b>

    Di server, isi <code>name</code> dan <code>contact</code> pada bagian <code>[agency]</code> dalam ikrar.toml, lalu jalankan ulang layanan. Narahubung tampil kepada pegawai yang memerlukan bantuan.
guide-setup-how-documents =
    <b>Naskah ikrar</b>

    Tulis naskah resmi instansi seperti pada contoh di <code>examples/documents</code>, hapus baris <code>sample = true</code>, lalu terbitkan di server:

    <code>ikrar document import BERKAS.toml</code>

    Naskah yang sudah diterbitkan tidak berubah lagi; naskah baru menjadi versi berikutnya.
guide-setup-how-superadmin =
    <b>Superadmin kedua</b>

    Bila hanya ada satu superadmin dan ponselnya hilang, tidak ada yang dapat mengangkat admin lain dari sini. Kirim:

    <code>/angkat superadmin NAMA ATAU JABATAN</code>
guide-setup-how-other = Langkah ini dibuka dari tombolnya dalam daftar persiapan.

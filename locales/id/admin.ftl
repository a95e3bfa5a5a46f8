## Pekerjaan besar

admin-busy = Pekerjaan besar lain (impor atau pembuatan kode) sedang berjalan. Mohon tunggu sampai selesai, lalu ulangi.
admin-stopped = Pekerjaan ini berhenti sebelum selesai.
admin-see-below = Selesai. Hasilnya ada di bawah.
admin-page-back = ‹ Sebelumnya
admin-page-next = Berikutnya ›
admin-unit-button = { $unit } ({ $linked }/{ $people })
admin-unit-within = { $unit } · { $parent }
admin-unit-up = Ke unit di atasnya
admin-unit-gone = Unit itu sudah tidak ada. Kirim /kode atau /rekap untuk memulai kembali.
admin-roster-empty = Daftar pegawai masih kosong. Kirim /impor untuk melihat cara mengisinya.

## Impor

admin-import-template = contoh-daftar-pegawai.csv
admin-import-how =
    <b>Mengunggah daftar pegawai</b>

    Kirim berkas CSV sebagai dokumen di percakapan ini, paling besar 20 MB. Contohnya terlampir; hapus kedua baris contoh sebelum mengisi.

    <b>Wajib:</b> <code>Nama, NIP/NI/Kode, Jenis, Jabatan, Unit</code>
    <b>Boleh kosong:</b> Zona (WIB, WITA, WIT), Kepala (ya), NIP Lama (bila nomornya berganti)

    Jenis: PNS, PPPK, Non-ASN, Kepala Desa, atau Perangkat Desa. Unit ditulis dari induknya: Kabupaten Contoh / Dinas Contoh. Yang tidak memiliki NIP diberi kode instansi, bukan NIK.

    Di Excel, atur kolom NIP menjadi Teks, lalu simpan sebagai "CSV UTF-8".

    Berkas diperiksa lebih dahulu. Tidak ada yang berubah sebelum Bapak/Ibu menyetujuinya, dan berkasnya tidak kami simpan.
admin-import-too-big = Berkas ini lebih besar dari 20 MB, batas yang diizinkan Telegram. Hapus kolom yang tidak diperlukan, atau mintalah pengelola server mengimpornya.
admin-import-gone = Berkasnya tidak dapat diambil lagi dari percakapan ini. Mohon kirim ulang berkasnya.
admin-import-differs = Berkas di percakapan ini bukan lagi berkas yang tadi diperiksa, jadi tidak ada yang diubah. Mohon kirim ulang berkasnya.
admin-import-downloading =
    Mengambil berkas …

    Bila layanan berhenti di tengah jalan, tidak ada yang berubah; ulangi saja.
admin-import-reading =
    Membaca berkas: { $percent }%

    Bila layanan berhenti di tengah jalan, tidak ada yang berubah; ulangi saja.
admin-import-comparing =
    Membandingkan dengan daftar yang ada: { $percent }%

    Bila layanan berhenti di tengah jalan, tidak ada yang berubah; ulangi saja.
admin-import-writing =
    Menerapkan: { $percent }%

    Bila layanan berhenti di tengah jalan, tidak ada yang berubah; ulangi saja.
admin-import-again = Ulangi
admin-import-trial =
    <b>{ $name }</b>

    { $report }

    { $advice }
admin-import-done =
    <b>{ $name }</b>

    { $report }

    Bila tidak diperlukan lagi, hapus berkas itu dari percakapan ini karena berisi data pribadi.
admin-import-warning = Perhatikan: { $warning }
admin-import-many-missing = Perhatikan: yang tidak ada dalam berkas lebih banyak daripada isinya. Pastikan berkas ini lengkap sebelum menonaktifkan siapa pun.
admin-import-same = Daftar pegawai sudah sama dengan berkas ini; tidak ada yang perlu diterapkan.
admin-import-same-missing = Isi berkas sama dengan daftar pegawai. Pegawai yang tidak ada dalam berkas tetap aktif, kecuali Bapak/Ibu menonaktifkannya; ikrar mereka tetap tersimpan.
admin-import-stale = <b>Daftar pegawai sudah berubah sejak pemeriksaan sebelumnya, jadi berkas ini diperiksa ulang dan belum diterapkan.</b> Mohon periksa angkanya, lalu pilih lagi.
admin-import-advice = Bila sudah benar, ketuk <b>Terapkan</b>.
admin-import-advice-missing = Bila sudah benar, ketuk <b>Terapkan</b>. Pegawai yang tidak ada dalam berkas tetap aktif, kecuali Bapak/Ibu memilih menonaktifkannya; ikrar mereka tetap tersimpan.
admin-import-apply = Terapkan
admin-import-apply-deactivate = Terapkan dan nonaktifkan { $count } orang
admin-import-deactivate-ask = { $count } dari { $active } orang yang aktif akan dinonaktifkan karena tidak ada dalam berkas. Mereka tidak dapat mengucapkan ikrar sampai diimpor kembali. Lanjutkan?
admin-import-deactivate-yes = Ya, nonaktifkan { $count } orang
admin-import-deactivate-many = { $count } dari { $active } orang yang aktif tidak ada dalam berkas ini. Sebanyak itu tidak dapat dinonaktifkan dari sini: mungkin berkasnya hanya memuat sebagian pegawai. Bila memang benar, minta pengelola server mengimpornya dengan --deactivate-missing --at-most { $count }.
admin-import-missing-file = tidak-ada-dalam-berkas.csv
admin-import-missing-caption = { $count } orang yang aktif dalam daftar, tetapi tidak ada dalam berkas. Nama dan nomor disamarkan.
admin-import-problems =
    { $list }

    Perbaiki berkasnya, lalu kirim ulang. Tidak ada yang berubah.
admin-import-problems-file = yang-perlu-diperbaiki.csv
admin-import-problems-caption = Daftar lengkap: { $count } hal yang perlu diperbaiki, dengan baris dan kolomnya.

## Kode

admin-codes-top = Pilih unit. Angka dalam kurung: sudah tertaut/jumlah pegawai.
admin-codes-unit =
    <b>{ $unit }</b>
    Sudah tertaut: { $linked } dari { $people } pegawai, termasuk unit di bawahnya.

    { $hint }
admin-codes-choose = Pilih unit di bawahnya, atau buat kode untuk semuanya sekaligus. Unit dan orang dapat juga dicari: <code>/kode SDN 1</code> atau <code>/kode NIP</code>.
admin-codes-leaf = Tidak ada unit di bawahnya.
admin-codes-make = Buat kode, termasuk di bawahnya ({ $count } orang)
admin-codes-make-leaf = Buat kode untuk { $count } orang
admin-codes-which = Unit yang mana?
admin-codes-who = Siapa yang dimaksud?
admin-codes-which-or-who = Unit yang mana, atau siapa yang dimaksud?
admin-codes-who-more = Masih ada { $count } orang lain dengan nama seperti itu. Tambahkan satu kata lagi dari namanya, atau kirim NIP-nya.
admin-person-within = { $name } · { $unit }
admin-codes-not-found = Tidak ada unit, NIP, NI, atau kode seperti itu dalam daftar pegawai. Coba satu kata dari nama unitnya, atau kirim /kode untuk memilih dari daftar.
admin-codes-nobody = Semua pegawai di { $unit } sudah tertaut, jadi tidak ada kode yang perlu dibuat.
admin-codes-ask =
    <b>{ $unit }</b>

    Buat kode bagi { $count } orang yang belum tertaut, termasuk di unit di bawahnya?

    Kode mereka yang lama, bila ada dan belum digunakan, <b>langsung tidak berlaku lagi</b>. Kode baru berlaku { $days } hari.
admin-codes-yes = Ya, buat { $count } kode
admin-codes-yes-apart = Satu berkas per unit ({ $count } berkas)
admin-codes-ask-files = Berkas dikirim satu per satu, paling banyak { $most } kode per berkas, urut menurut unit. Untuk dibagikan langsung ke setiap unit, pilih satu berkas per unit. Proses dapat dihentikan dan dilanjutkan; berkas yang sudah dikirim tetap berlaku.
admin-codes-portion =
    Membuat berkas { $file } dari { $files } …

    Sudah dikirim: { $done } dari { $count } kode. Yang sudah dikirim tetap berlaku.
admin-codes-stop = Hentikan
admin-codes-stopping = Dihentikan setelah berkas yang sedang dikirim. Rinciannya ada di bawah.
admin-codes-halted =
    <b>{ $unit }</b>

    Pembuatan kode dihentikan. Berkas yang sudah dikirim: { $files }, dengan { $held } kode yang tetap berlaku. Belum mendapat kode: { $left } orang.
admin-codes-broken =
    <b>{ $unit }</b>

    Pembuatan kode terhenti sebelum selesai. Berkas yang sudah dikirim: { $files }, dengan { $held } kode yang tetap berlaku. Belum mendapat kode: { $left } orang. Kode yang dibuat tetapi belum sempat dikirim gugur begitu dibuat lagi.
admin-codes-resume = Lanjutkan ({ $count } orang)
admin-codes-caption-part = Berkas <b>{ $number }</b> dari { $files }: { $count } kode
admin-codes-making =
    Membuat kode …

    Bila layanan berhenti di tengah jalan dan dokumennya tidak datang, buat lagi; kode yang belum sempat diterima tidak merugikan siapa pun.
admin-codes-just-made = Kode untuk unit ini baru saja dibuat; lihat dokumennya di percakapan ini. Bila tidak ada, kirim /kode dan buat lagi.
admin-codes-caption =
    <b>{ $unit }</b>

    Buka di peramban, cetak, gunting, lalu serahkan langsung kepada setiap orang. <b>Hapus pesan ini setelah dicetak:</b> siapa pun yang memegang kode dapat menautkan akunnya sebagai orang itu. Kode hanya ditampilkan sekali ini.
admin-codes-made =
    <b>{ $unit }</b>

    { $count } kode dibuat, berlaku sampai { $until }.
    Sudah tertaut dan tidak memerlukan kode: { $linked }
    Kode lama yang tidak berlaku lagi: { $replaced }
admin-codes-open = Buat kode
admin-codes-other = Kembali ke unit ini
admin-code-make = Buat kode untuk orang ini
admin-code-just-made = Kode untuk orang ini baru saja dibuat; lihat di percakapan ini. Untuk membuatnya lagi, kirim /kode diikuti NIP-nya.
admin-code-made =
    <b>{ $name }</b>
    { $key }
    { $unit }

    Kode: <code>{ $code }</code>
    Tautan: <code>{ $link }</code>

    Berlaku sampai { $until }, satu kali pakai. Kode sebelumnya tidak berlaku lagi.

    Sampaikan langsung kepada yang bersangkutan, lalu hapus pesan ini. Tautan itu jangan Bapak/Ibu buka sendiri.

## Orang

admin-person =
    <b>{ $name }</b>
    NIP/kode: { $key }
    Unit kerja: { $unit }

    { $state }
admin-person-linked = Sudah tertaut dengan sebuah akun Telegram, jadi tidak memerlukan kode. Lepaskan tautannya hanya bila yang bersangkutan berganti akun atau ponsel, atau bila akun itu bukan miliknya. Ikrarnya tetap tersimpan.
admin-person-open = Belum tertaut dengan akun Telegram.
admin-person-inactive = Tidak aktif dalam daftar pegawai. Untuk mengaktifkannya, masukkan kembali ke berkas dan impor.
admin-person-unknown = Tidak ada orang dengan NIP, NI, atau kode itu dalam daftar pegawai. Mohon periksa kembali penulisannya.
admin-person-gone = Orang ini tidak aktif dalam daftar pegawai.
admin-detach-how =
    Untuk melepaskan akun Telegram seorang pegawai, misalnya karena berganti ponsel, kirim NIP, NI, atau kodenya:

    <code>/lepas 198001012005012001</code>
admin-detach-yes = Ya, lepaskan tautan
admin-detached =
    Tautan sudah dilepaskan. Ikrarnya tetap tersimpan.

    <b>{ $name }</b>
    NIP/kode: { $key }
    Unit kerja: { $unit }

    Untuk menautkan kembali, yang bersangkutan memerlukan kode baru.

## Rekap

admin-recap =
    <b>Rekap: { $unit }</b>
    { $at }

    { $lines }
admin-recap-people = Pegawai: { $people }, sudah tertaut { $linked } ({ $percent }%)
admin-recap-document = { $title }: { $done } dari { $bound } ({ $percent }%)
admin-recap-denied = Disangkal oleh yang bersangkutan: { $count } ({ $numbers })
admin-recap-own = <i>Langsung di unit ini</i>
admin-recap-unit = { $unit }
admin-recap-line = • { $unit }: { $people } pegawai, tertaut { $linked }{ $documents }
admin-recap-line-document = ; { $title } { $done }/{ $bound }
admin-recap-button = { $unit } (tertaut { $percent }%)
admin-recap-refresh = Perbarui
admin-recap-table = Tabel (CSV)
admin-recap-open = Lihat rekap
admin-recap-caption = { $count } unit. Setiap baris sudah termasuk unit di bawahnya.
admin-recap-column-people = Pegawai
admin-recap-column-linked = Sudah tertaut
admin-recap-column-denied = Disangkal
admin-recap-column-bound = { $title }: terikat
admin-recap-column-done = { $title }: selesai

## Lembar kode

admin-slip-title = Kode penautan · { $agency }
admin-slip-note = Cetak pada kertas A4, gunting menurut garis putus-putus, serahkan setiap potong langsung kepada orangnya, lalu hapus berkas ini.
admin-slip-how = Pindai kode QR dengan kamera ponsel, atau cari @{ $bot } di Telegram lalu kirimkan kode di atas. Periksa nama yang ditampilkan, kemudian ketuk "Benar, ini saya".
admin-slip-until = Berlaku sampai { $until }, satu kali pakai.
admin-slip-contact = Bantuan: { $contact }.

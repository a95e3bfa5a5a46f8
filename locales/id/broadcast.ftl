## Awal

broadcast-home =
    <b>Siaran</b>

    Satu pesan untuk banyak pegawai: tulis isinya, pilih penerimanya, periksa tampilannya, lalu kirim sekarang atau jadwalkan. Tidak ada yang terkirim sebelum Bapak/Ibu mengetik jumlah penerimanya.
broadcast-home-draft =
    <b>Siaran</b>

    Ada draf yang belum dikirim. Lanjutkan, atau buang untuk memulai yang baru.
broadcast-home-empty-draft =
    <b>Siaran</b>

    Ada draf yang belum berisi. Lanjutkan dengan mengirim isinya.
broadcast-new = Tulis siaran baru
broadcast-continue = Lanjutkan draf
broadcast-discard = Buang draf
broadcast-campaigns = Siaran berjalan dan terdahulu
broadcast-no-draft = Draf ini sudah tidak ada: sudah dikirim atau dibuang. Kirim /siarkan untuk melihat keadaan sekarang.
broadcast-not-written = Siaran ini belum berisi. Ketuk Ganti isi, lalu kirim isinya.
broadcast-discard-ask = Draf ini akan dibuang, beserta isi, penerima, dan waktunya. Lanjutkan?
broadcast-discard-yes = Ya, buang
broadcast-discarded = Draf sudah dibuang.

## Isi

broadcast-ask-content =
    <b>Isi siaran</b>

    Kirim isinya di percakapan ini: teks (boleh dengan format tebal, miring, kutipan, dan tautan), foto, dokumen, atau album berisi 2 sampai { $most } foto atau dokumen.

    Yang dapat diisi otomatis bagi setiap penerima:
    { $variables }

    Tampilannya diperlihatkan dahulu; belum ada yang dikirim kepada siapa pun.
broadcast-album =
    Album diterima sejauh ini: { $parts } berkas.

    Setelah semuanya masuk, ketuk <b>Lihat tampilannya</b>.
broadcast-album-done = Lihat tampilannya
broadcast-rewrite = Ganti isi
broadcast-preview = Lihat tampilannya
broadcast-test = Uji kirim ke saya
broadcast-test-sent = Dikirim ke percakapan ini saja, persis seperti yang akan diterima.
broadcast-sample-name = Nama Penerima
broadcast-sample-unit = Unit Kerja Penerima
broadcast-refused = Telegram menolak isi ini, jadi penerima pun tidak akan menerimanya. Ganti isinya, misalnya dengan mengunggah ulang berkasnya.
broadcast-not-shown = Tampilannya belum dapat diperlihatkan karena Telegram sedang sulit dihubungi. Drafnya aman; kirim /siarkan dan lanjutkan beberapa saat lagi.

## Draf

broadcast-counting =
    Menghitung penerima …

    Pada daftar yang besar ini memerlukan waktu.
broadcast-draft =
    <b>Draf siaran</b>

    { $summary }

    Dalam pilihan itu ada { $people } pegawai; { $open } belum tertaut di Telegram, jadi tidak menerima.

    { $note }
broadcast-draft-note = Belum ada yang dikirim. <b>Lihat tampilannya</b> memperlihatkan pesannya, diisi dengan data Bapak/Ibu sendiri.
broadcast-draft-note-sample = Belum ada yang dikirim. <b>Lihat tampilannya</b> memperlihatkan pesannya, diisi dengan nama dan unit contoh karena akun ini tidak tertaut dengan daftar pegawai.
broadcast-recipients = { $count } orang
broadcast-recipients-muted = { $words }, { $count } di antaranya tidak ingin menerima pesan tidak wajib (akan dilewati)
broadcast-recipients-unreachable = { $words }, { $count } terakhir kali tidak terjangkau
broadcast-summary =
    <b>Untuk:</b> { $words }
    <b>Penerima:</b> { $recipients }
    <b>Sifat:</b> { $mandatory }
    <b>Mulai:</b> { $start }
    <b>Jam kirim:</b> { $hours }
    <b>Bila layanan terhenti:</b> { $doubtful }
    <b>Kecepatan:</b> { $speed }
    <b>Perkiraan:</b> { $end }
broadcast-mandatory = wajib, dikirim juga kepada yang tidak ingin menerima pesan tidak wajib
broadcast-optional = tidak wajib, dilewati bagi yang tidak ingin menerimanya
broadcast-make-mandatory = Ubah: jadikan wajib
broadcast-make-optional = Ubah: jadikan tidak wajib
broadcast-now = segera setelah dikirim
broadcast-start-gone = { $at } (sudah lewat; pilih waktu lain)
broadcast-hold = pesan yang belum pasti menunggu keputusan Bapak/Ibu
broadcast-resend = pesan yang belum pasti dikirim ulang; beberapa orang mungkin menerima dua kali
broadcast-make-hold = Ubah: bila terhenti, tunggu keputusan
broadcast-make-resend = Ubah: bila terhenti, kirim ulang
broadcast-hours = { $from }–{ $to } waktu setempat penerima, setiap hari
broadcast-hours-weekdays = { $from }–{ $to } waktu setempat penerima, Senin sampai Jumat
broadcast-hours-always = kapan saja, termasuk malam hari
broadcast-make-hours = Ubah: jam kirim { $hours }
broadcast-hours-short = { $from }–{ $to }
broadcast-hours-short-weekdays = { $from }–{ $to }, hari kerja
broadcast-hours-short-always = kapan saja
broadcast-speed = { $rate } pesan per detik, tanpa biaya
broadcast-speed-paid = { $rate } pesan per detik, berbayar: paling banyak { $stars } Bintang Telegram untuk { $messages } pesan
broadcast-make-free = Ubah: kecepatan tanpa biaya
broadcast-make-paid = Ubah: kecepatan berbayar
broadcast-end = ≈ { $length }; selesai sekitar { $ends }
broadcast-end-pauses = ≈ { $length } di luar jeda; selesai sekitar { $ends } karena berhenti di luar jam kirim
broadcast-end-later = mulai { $begins } karena menunggu jam kirim; ≈ { $length }, selesai sekitar { $ends }
broadcast-end-none = belum ada penerima
broadcast-length = { $hours } jam { $minutes } menit
broadcast-length-hours = { $hours } jam
broadcast-length-minutes = { $minutes } menit
broadcast-length-short = 1 menit
broadcast-clock = { $hour }.{ $minute }
broadcast-moment = { $day } pukul { $time } { $zone }
broadcast-change-audience = Ubah penerima
broadcast-change-time = Ubah waktu
broadcast-send = Kirim …

## Waktu

broadcast-times = Kapan siaran mulai dikirim? Semua waktu di sini dalam { $zone }. Di luar jam kirim, pesan menunggu sampai jam kirim di tempat penerima.
broadcast-at-once = Segera
broadcast-type-time = Ketik waktu lain
broadcast-ask-time =
    Ketik hari dan jamnya, dalam { $zone }. Contoh:

    <code>besok 08.00</code>
    <code>besok pukul 9</code>
    <code>25-09-2024 08.00</code>
    <code>25 September 2024 08.00</code>
broadcast-time-unreadable = Waktu itu belum kami pahami. Tulis hari dan jamnya, misalnya <code>besok 08.00</code>, <code>besok pukul 9</code>, atau <code>25-09-2024 08.00</code>.
broadcast-time-none = Tanggal atau jam itu tidak ada. Periksa kembali, lalu ketik ulang.
broadcast-time-past = Waktu itu sudah lewat. Pilih waktu yang akan datang.
broadcast-time-far = Waktu itu lebih dari setahun lagi. Periksa tahunnya, lalu ketik ulang.
broadcast-time-gone = Waktu yang dipilih sudah lewat. Ketuk Ubah waktu pada draf, lalu pilih waktu lain.

## Berbayar

broadcast-paid-ask =
    <b>Kecepatan berbayar</b>

    Telegram mengirim sekitar 30 pesan per detik tanpa biaya. Setiap pesan di atas itu berbiaya 0,1 Bintang Telegram, yang dipotong dari saldo bot.

    Untuk { $messages } pesan: paling banyak <b>{ $stars } Bintang</b>. Bila saldo tidak cukup, Telegram menolak mengirim.
broadcast-paid-yes = Ya, paling banyak { $stars } Bintang
broadcast-paid-not-allowed = Kecepatan berbayar tidak diizinkan pada layanan ini. Ketuk Ubah: kecepatan tanpa biaya pada draf.

## Mengirim

broadcast-nobody = Siaran ini belum dapat dikirim: tidak seorang pun dalam pilihan itu sudah tertaut di Telegram. Ubah penerimanya pada draf.
broadcast-nobody-wants = Siaran ini belum dapat dikirim: semua yang tertaut dalam pilihan itu tidak ingin menerima pesan tidak wajib. Ubah penerimanya, atau jadikan wajib.
broadcast-confirm =
    <b>Kirim siaran ini?</b>

    { $summary }

    Ketik jumlah penerimanya, <b>{ $count }</b>, untuk mengirim.
broadcast-confirm-again =
    <b>Jumlah penerima baru saja berubah, jadi belum ada yang dikirim.</b>

    Tadi { $before } orang, sekarang { $recipients }. Ketik <b>{ $count }</b> untuk mengirim kepada mereka, atau kembali ke draf.
broadcast-confirm-wrong = Bukan itu jumlahnya, jadi belum ada yang dikirim. Ketik { $count } untuk mengirim, atau ketuk Kembali.
broadcast-changed = Draf ini baru saja berubah, jadi belum ada yang dikirim. Kirim /siarkan, periksa drafnya, lalu kirim kembali.
broadcast-untitled = Siaran { $day }
broadcast-sent =
    <b>Siaran untuk { $count } orang sudah berjalan.</b>

    Perkiraan: { $end }.
broadcast-scheduled =
    <b>Siaran untuk { $count } orang sudah dijadwalkan.</b>

    Mulai: { $at }
    Perkiraan: { $end }.

    Penerimanya ditentukan pada waktu itu, menurut daftar yang berlaku saat itu.
broadcast-progress = Lihat jalannya siaran
broadcast-edit-late = Perubahan pada pesan ini tidak ikut, karena siarannya sudah dikirim, dijadwalkan, atau drafnya sudah diganti. Untuk meralat, buka /siarkan: siaran yang belum selesai dapat dihentikan, dan ralat dapat dikirim sebagai siaran baru.

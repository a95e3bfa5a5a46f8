## Naskah yang menyertai pemilihan baru

reminder-default-month =
    Yth. { "{nama}" },
    { "{unit}" }

    <b>{ "{tahapan}" }</b> dimulai pada <b>{ "{tanggal}" }</b>, { "{sisa_hari}" } hari lagi. Menurut catatan kami, Bapak/Ibu belum menyelesaikan ikrar netralitas.

    Mohon dibaca dan diucapkan lebih awal. Pembacaannya hanya memerlukan beberapa menit dan dapat dilanjutkan kapan saja:
    { "{tautan}" }
reminder-default-week =
    Yth. { "{nama}" },
    { "{unit}" }

    Tinggal <b>{ "{sisa_hari}" } hari</b> sebelum <b>{ "{tahapan}" }</b> dimulai pada { "{tanggal}" }, sedangkan ikrar netralitas Bapak/Ibu belum kami terima.

    Mohon diselesaikan dalam pekan ini:
    { "{tautan}" }
reminder-default-day =
    Yth. { "{nama}" },
    { "{unit}" }

    <b>{ "{tahapan}" }</b> dimulai pada <b>{ "{tanggal}" }</b>. Ikrar netralitas Bapak/Ibu belum kami terima.

    Mohon diselesaikan sebelum tahapan itu berjalan:
    { "{tautan}" }
reminder-default-campaign =
    Yth. { "{nama}" },
    { "{unit}" }

    <b>{ "{tahapan}" }</b> dimulai pada { "{tanggal}" }. Kami mengingatkan kembali ikrar netralitas yang mengikat kita bersama:

    • menjaga netralitas dalam pelayanan publik;
    • tidak memihak, mengintimidasi, atau mengancam siapa pun;
    • menggunakan media sosial secara bijak, bukan untuk kepentingan pasangan calon tertentu;
    • menolak politik uang dan segala jenis pemberian.

    Naskah lengkap dan ikrar Bapak/Ibu: { "{tautan}" }
reminder-default-quiet =
    Yth. { "{nama}" },
    { "{unit}" }

    <b>{ "{tahapan}" }</b> dimulai pada { "{tanggal}" }. Masa ini diberikan agar setiap pemilih dapat menimbang pilihannya dengan tenang.

    Mohon tetap menjaga netralitas, juga di media sosial: tidak menyebarkan ajakan, dukungan, atau berita yang belum jelas kebenarannya, dan menolak setiap pemberian.

    Ikrar Bapak/Ibu: { "{tautan}" }
reminder-default-vote =
    Yth. { "{nama}" },
    { "{unit}" }

    <b>{ "{tahapan}" }</b> dilaksanakan pada { "{tanggal}" }. Pilihan kita cukup dinyatakan di bilik suara.

    Mohon menggunakan hak pilih sebagai warga negara, tetap melayani masyarakat tanpa memihak, dan menolak politik uang.

    Ikrar Bapak/Ibu: { "{tautan}" }
reminder-default-new =
    Yth. { "{nama}" },
    { "{unit}" }

    Mengingatkan: <b>{ "{tahapan}" }</b>, { "{tanggal}" }. Mohon tetap menjaga netralitas dalam pelayanan, di kantor, dan di media sosial.

    Ikrar Bapak/Ibu: { "{tautan}" }
reminder-title = { $stage } · { $when }
reminder-title-last = { $stage } · { $when } dari hari terakhir
reminder-label = { $when }
reminder-label-daily = { $when }, setiap hari
reminder-label-every = { $when }, setiap { $days } hari

## Yang perlu diperbaiki

reminder-days-range = Jaraknya paling jauh { $most } hari dari tahapan. Tulis angka yang lebih kecil, misalnya -7.
reminder-time-outside = Pukul { $time } berada di luar jam kirim pemilihan ini ({ $from }–{ $to }). Pilih waktu di antaranya, atau ubah dahulu jam kirimnya di jadwal.
reminder-repeat-range = Pengulangan paling jarang setiap { $most } hari. Pilih angka yang lebih kecil.
reminder-repeat-owing = Pengulangan hanya untuk yang belum berikrar. Matikan dahulu pengulangannya bila pengingat ini untuk penerima lain.
reminder-days-left-over = Pengingat ini dikirim setelah tahapannya berakhir, sehingga { $variable } tidak bermakna. Hapus isian itu dari naskah, atau majukan harinya.
reminder-too-many = Dengan ini satu orang dapat menerima { $count } pengingat pada { $day }; paling banyak { $most } sehari. Ubah hari atau pengulangan pengingat ini, atau matikan pengingat lain pada hari itu.
reminder-time-unreadable = Jam itu tidak dapat kami baca. Tulis seperti 08.00 atau 8:30, dengan jam 0 sampai 23.
reminder-days-unreadable = Hari itu tidak dapat kami baca. Tulis H-7 atau -7 untuk tujuh hari sebelumnya, H untuk hari itu sendiri, dan H+2 atau +2 untuk dua hari sesudahnya.
reminder-again =
    { $problem }

    Silakan tulis lagi. Pertanyaannya masih terbuka.
reminder-gone = Pengingat itu sudah tidak ada. Kirim /jadwal untuk melihat yang berlaku sekarang.
reminder-election-gone = Pemilihan itu sudah tidak ada. Kirim /jadwal untuk melihat yang berlaku sekarang.
reminder-stage-gone = Tahapan itu sudah tidak ada. Kirim /jadwal untuk melihat yang berlaku sekarang.

## Daftar pengingat

reminder-list =
    <b>Pengingat · { $election }</b>

    { $lines }

    Jam adalah waktu setempat penerima. Ketuk salah satu untuk melihat naskah, penerima, dan mengubahnya.
reminder-list-empty =
    <b>Pengingat · { $election }</b>

    Belum ada pengingat. Tambahkan satu untuk salah satu tahapan.
reminder-line = • <b>{ $when }</b> { $stage }, { $time }, { $whom }: { $next }
reminder-next = berikutnya { $day }
reminder-next-none = tidak ada lagi
reminder-next-sent = terakhir dikirim { $day }
reminder-next-off = nonaktif
reminder-button-rule = { $when } · { $stage }
reminder-button-rule-twin = { $when }, { $time } · { $stage }
reminder-button-rule-twin-off = { $when }, { $time }, nonaktif · { $stage }
reminder-button-add = Tambah pengingat
reminder-button-all = Semua pengingat

## Satu pengingat

reminder-rule =
    <b>{ $when } · { $stage }</b>
    { $election } — { $next }

    <b>Kapan:</b> { $moment }
    { $zones }
    <b>Pengulangan:</b> { $repeat }
    <b>Penerima:</b> { $whom }
    <b>Sifat:</b> { $kind }
    <b>Lampiran:</b> { $file }

    <blockquote>{ $text }</blockquote>{ $warnings }
reminder-moment-first = { $when } dari hari pertama ({ $day }), pukul { $time } waktu setempat
reminder-moment-last = { $when } dari hari terakhir ({ $day }), pukul { $time } waktu setempat
reminder-zone = • { $at }
reminder-zone-none = • Tidak ada lagi yang akan dikirim: waktunya sudah lewat.
reminder-once = tidak diulang
reminder-daily = setiap hari sampai berikrar, paling lama { $until }
reminder-every = setiap { $days } hari sampai berikrar, paling lama { $until }
reminder-mandatory = wajib, dikirim juga kepada yang tidak ingin menerima pesan tidak wajib
reminder-optional = tidak wajib, dilewati bagi yang tidak ingin menerimanya
reminder-file-none = tidak ada
reminder-file-photo = satu foto
reminder-file-document = satu dokumen
reminder-note-week = Perhatian: dalam pekan yang dimulai { $week }, semua pengingat pemilihan ini bersama-sama mengirim { $count } pesan kepada satu orang, sedangkan batasnya { $cap }. Selebihnya dilewati.
reminder-note-weekend = Akhir pekan tidak dipakai mengirim: yang jatuh pada { $planned } dikirim pada { $day }.
reminder-button-days = Ubah hari
reminder-button-time = Ubah jam
reminder-button-text = Ubah naskah
reminder-button-detach = Hapus lampiran
reminder-button-whom = Penerima
reminder-button-repeat = Pengulangan
reminder-button-mandatory = Jadikan wajib
reminder-button-optional = Jadikan tidak wajib
reminder-button-on = Aktifkan
reminder-button-off = Nonaktifkan
reminder-button-preview = Pratinjau
reminder-button-result = Hasil { $zone }
reminder-button-copy = Salin
reminder-button-remove = Hapus
reminder-stopped = Pengingat ini sedang dikirim dengan pengaturan lama. Pengiriman itu dihentikan ({ $count } zona); yang belum menerima tidak lagi dikirimi.
reminder-over = Waktunya sudah lewat untuk jadwal sekarang; tidak ada yang dikirim.

## Hari, jam, pengulangan, naskah

reminder-when =
    <b>Hari pengingat</b>
    { $when } · { $stage }

    { $moment }
    { $zones }{ $warnings }
reminder-button-week-earlier = −7
reminder-button-day-earlier = −1
reminder-button-day-later = +1
reminder-button-week-later = +7
reminder-button-first = Hitung dari hari pertama
reminder-button-last = Hitung dari hari terakhir
reminder-button-type = Ketik sendiri
reminder-clock =
    <b>Jam pengingat</b>
    { $when } · { $stage }

    Sekarang pukul { $time }, waktu setempat penerima. Jam kirim pemilihan ini { $from } sampai { $to }.
reminder-button-clock = { $time }
reminder-repetition =
    <b>Pengulangan</b>
    { $when } · { $stage }

    Sekarang: { $repeat }.

    Pengulangan hanya untuk yang belum berikrar. Begitu seseorang berikrar, ia tidak diingatkan lagi. Paling lama sampai { $until }, hari terakhir tahapan.
reminder-button-once = Tidak diulang
reminder-button-daily = Setiap hari
reminder-button-every = Setiap { $days } hari
reminder-ask-days =
    Berapa hari dari tahapannya?

    Tulis <code>H-7</code> untuk tujuh hari sebelumnya, <code>H</code> untuk hari itu sendiri, <code>H+2</code> untuk dua hari sesudahnya; paling jauh { $most } hari.
reminder-ask-time =
    Pukul berapa pengingat ini dikirim, menurut waktu setempat penerima?

    Tulis seperti <code>08.00</code> atau <code>8:30</code>, antara { $from } dan { $to }.
reminder-ask-text =
    Kirim naskah pengingat dalam satu pesan. Format tebal, miring, kutipan, dan tautan ikut terbawa. Untuk melampirkan surat edaran, kirim foto atau dokumennya dengan naskah sebagai keterangan; tanpa keterangan, naskah yang sekarang tetap dipakai.

    Isian yang dapat digunakan:
    { $variables }

    Naskah sekarang:
    <blockquote>{ $text }</blockquote>

## Menambah, menyalin, menghapus

reminder-add =
    <b>Pengingat baru · { $election }</b>

    Untuk tahapan yang mana?
reminder-copy =
    <b>Salin { $when } · { $stage }</b>

    Ke tahapan yang mana? Salinannya belum aktif, sehingga dapat diperiksa dahulu.
reminder-button-stage = { $stage }
reminder-added = Pengingat ditambahkan dan belum aktif. Periksa hari, penerima, dan naskahnya, lalu ketuk Aktifkan.
reminder-remove =
    Hapus pengingat <b>{ $when } · { $stage }</b>?

    Yang belum terkirim dibatalkan. Yang sudah terkirim tetap tercatat. Bila hanya ingin berhenti sementara, nonaktifkan saja.
reminder-button-remove-yes = Ya, hapus
reminder-removed = Pengingat sudah dihapus.

## Pratinjau

reminder-preview =
    <b>Pratinjau · { $when } · { $stage }</b>

    <b>Penerima:</b> { $whom }
    { $size }

    <b>Pengiriman berikutnya</b> ({ $rate } pesan per detik):
    { $zones }

    <blockquote>{ $text }</blockquote>

    { $note }{ $warnings }
reminder-preview-nobody = Saat ini belum ada yang akan menerima. Pengingatnya tetap boleh aktif: penerima dihitung kembali pada saat dikirim.
reminder-preview-rest = Penerima dihitung kembali pada saat dikirim; siapa yang sudah berikrar diperiksa sekali lagi tepat sebelum pesannya keluar.
reminder-forecast = • { $from }: { $recipients } penerima, selesai sekitar { $until }
reminder-forecast-late = • { $from }: { $recipients } penerima. Perhatian: { $left } orang tidak terkirimi sampai pukul { $until }, batas hari itu. Mulai lebih pagi atau bagi penerimanya.
reminder-button-sample = Lihat pesannya
reminder-sample-name = Nama Penerima
reminder-sample-unit = Unit Kerja Penerima
reminder-sample-sent = Contohnya ada di bawah.
reminder-sample-refused = Telegram menolak pesan ini. Biasanya lampirannya sudah tidak ada atau naskahnya terlalu panjang. Kirim ulang naskah dan lampirannya melalui Ubah naskah.
reminder-sample-later = Telegram sedang tidak menjawab, jadi contohnya mungkin belum terkirim. Coba lagi sebentar lagi.

## Siapa dan apa

tip-agency-bkpsdm = BKPSDM
tip-agency-bawaslu = Bawaslu
tip-violation-service = Pelayanan publik yang memihak
tip-violation-partiality = Memihak calon, intimidasi, atau ancaman
tip-violation-social = Media sosial: dukungan, ujaran kebencian, berita bohong
tip-violation-money = Politik uang atau pemberian
tip-violation-pressure = Tekanan atau perintah dari atasan
tip-violation-other = Lainnya

## Sebelum menulis

tip-honest =
    <b>Lapor pelanggaran netralitas</b>

    <b>Anonim bagi pejabat dan di penyimpanan kami.</b> Telegram sendiri tetap melihat akun dan tulisan Bapak/Ibu.

    • Laporan disimpan tanpa nama, nomor, dan akun Bapak/Ibu, dan langsung disegel sehingga hanya dapat dibuka oleh penerima yang Bapak/Ibu pilih.
    • Pakailah telepon dan akun pribadi, jangan milik kantor. Jangan menulis hal yang hanya diketahui oleh Bapak/Ibu seorang.
    • Wajah dalam foto, gaya menulis, dan isi cerita dapat menunjukkan siapa pelapornya. Itu tidak dapat kami hapus.

    Laporan ini adalah <b>informasi awal</b>, bukan laporan resmi kepada Bawaslu. Laporan resmi memerlukan nama dan alamat pelapor serta ada batas waktunya; untuk itu datanglah langsung ke Bawaslu.

    Diperlukan sekitar lima menit. Server kami tidak menyimpan apa pun sebelum Bapak/Ibu mengirimnya, dan isian yang dibiarkan 15 menit akan terhapus.
tip-begin = Mulai menulis
tip-check = Saya punya resi
tip-closed =
    <b>Laporan belum dapat diterima di sini</b>

    Belum ada penerima yang dapat membukanya, jadi bot tidak menerima laporan. Bapak/Ibu dapat menyampaikannya langsung kepada:

    { $places }
tip-out-of-order =
    <b>Mohon maaf, kami sedang tidak dapat menerima laporan</b>

    Ada gangguan pada penyimpanan laporan. Laporan yang sudah terkirim tetap tersegel. Silakan coba lagi nanti, atau sampaikan langsung kepada:

    { $places }
tip-place-bkpsdm = • BKPSDM: { $contact }
tip-place-bawaslu = • Bawaslu: { $contact }
tip-place-bawaslu-near = • Bawaslu di kabupaten, kota, atau kecamatan setempat
tip-place-lapor = • SP4N-LAPOR!: lapor.go.id (pilih “anonim” bila perlu)
tip-question-open = Masih ada pertanyaan lain yang menunggu jawaban Bapak/Ibu di percakapan ini. Jawablah dahulu, atau kirim /batal untuk menutupnya, lalu kirim /lapor lagi, supaya laporan tidak tercampur dengan hal lain. Sampai saat itu, yang diketik tidak masuk ke laporan.
tip-question-closed = Pertanyaan itu sudah ditutup. Isian laporan masih ada dan masih dijeda.
tip-slash = Pesan yang diawali garis miring dibaca sebagai perintah, dan perintah ini tidak dikenal. Isian tidak berubah. Bila itu bagian dari laporan, kirimlah lagi tanpa garis miring di depannya.
tip-command-again =
    <b>Isian laporan dijeda.</b> Pesan tadi terbaca sebagai perintah, dan belum dijalankan, supaya isi laporan tidak tersimpan sebagai perintah.

    Bila memang perintah itu yang dimaksud, kirimlah sekali lagi. Bila bagian dari laporan, ketuk Lanjutkan laporan dan kirim tanpa garis miring di depannya.
tip-memory-full = Saat ini terlalu banyak berkas yang sedang ditulis bersamaan. Cobalah lagi beberapa menit lagi, atau lanjutkan tanpa berkas ini.

## Langkah-langkah

tip-step = <i>Langkah { $at } dari { $of }</i>
tip-ask-violation =
    { $step }
    <b>Tentang apa laporan ini?</b>

    Pilih yang paling mendekati, dengan mengetuk tombolnya.
tip-ask-office =
    { $step }
    <b>Kantor atau unit mana?</b>

    Ketik nama kantor, unit, atau jabatan yang terlibat, misalnya <code>Dinas Pendidikan, Bidang SMP</code>.
tip-ask-occasion =
    { $step }
    <b>Kapan dan di mana?</b>

    Ketik seingatnya, misalnya <code>4 Oktober sekitar pukul 9, aula kantor</code>. Bila tidak tahu, ketik <code>tidak tahu</code>.
tip-ask-story =
    { $step }
    <b>Apa yang terjadi?</b>

    Ceritakan apa yang dilihat atau didengar: siapa berbuat apa, dan bagaimana Bapak/Ibu mengetahuinya. Boleh dikirim dalam beberapa pesan, dan pesan yang sudah terkirim boleh disunting sampai laporan dikirim.
tip-ask-addition =
    { $step }
    <b>Apa yang ingin ditambahkan?</b>

    Tulis keterangan tambahan, boleh dalam beberapa pesan; pesan yang sudah terkirim boleh disunting sampai dikirim. Bila hanya ingin menambah berkas, ketuk Lanjut.
tip-answer = Jawaban sekarang: <blockquote>{ $answer }</blockquote>
tip-story-so-far =
    Cerita sejauh ini ({ $count } huruf): <blockquote>{ $answer }</blockquote>

    Kirim pesan lagi untuk menambah, atau ketuk Lanjut.
tip-rewrite = Tulis ulang dari awal
tip-ask-evidence =
    { $step }
    <b>Bukti</b>

    Kirim foto atau berkas PDF, paling banyak { $most } berkas. Setiap berkas dibuat ulang tanpa data tersembunyi (lokasi, jenis telepon, nama pembuat). Keterangan foto tidak ikut disimpan; tulislah dalam cerita. Tanpa bukti pun boleh.

    { $files }
tip-files-none = Belum ada berkas.
tip-file-line = { $name } ({ $measure }); dihapus: { $removed }
tip-file-line-clean = { $name } ({ $measure }); tidak ada data tersembunyi
tip-file-cleaning = Sedang memeriksa { $count } berkas …
tip-file-remove = Hapus { $name }
tip-measure-picture = { $width } × { $height } piksel
tip-measure-pages = { $pages } halaman
tip-ask-agencies =
    { $step }
    <b>Siapa yang boleh membukanya?</b>

    Ketuk untuk memilih; boleh keduanya. BKPSDM mengurus kepegawaian daerah, Bawaslu mengawasi pemilu. Yang tidak dipilih tidak dapat membukanya. Bila yang dilaporkan ada di salah satu kantor ini, jangan pilih kantor itu.
tip-agency-chosen = ● { $agency }
tip-agency-not-chosen = ○ { $agency }
tip-review =
    { $step }
    <b>Periksa sebelum mengirim</b>

    Inilah isi yang akan disegel dan disimpan. Di luar segel hanya tercatat hari diterimanya, penerima yang dipilih, dan status penanganannya.

    <b>Tentang:</b> { $violation }
    <b>Kantor:</b> { $office }
    <b>Kapan dan di mana:</b> { $occasion }
    <b>Cerita:</b> { $story }
    <b>Berkas:</b>
    { $files }
    <b>Hanya dapat dibuka oleh:</b> { $agencies }
tip-review-addition =
    { $step }
    <b>Periksa sebelum mengirim</b>

    Inilah isi yang akan disegel dan ditambahkan pada laporan. Di luar segel hanya tercatat harinya.

    <b>Keterangan:</b> { $story }
    <b>Berkas:</b>
    { $files }
    <b>Hanya dapat dibuka oleh:</b> { $agencies }
tip-readers = { $agency } ({ $people } kunci penerima)
tip-readers-recovery = { $agency } ({ $people } kunci penerima dan { $recovery } kunci pemulihan)
tip-review-whole = { $story }
tip-review-begins = { $start } … <i>(halaman 1 dari { $of }, seluruhnya { $count } huruf; ketuk Halaman berikutnya untuk membaca lanjutannya)</i>
tip-review-page =
    { $step }
    <b>Cerita, halaman { $at } dari { $of }</b>

    { $text }
tip-page-back = ‹ Halaman sebelumnya
tip-page-next = Halaman berikutnya ›
tip-review-nothing = (tidak ada)
tip-next = Lanjut
tip-next-without = Lanjut tanpa bukti
tip-back = Kembali
tip-cancel = Batal
tip-change-violation = Ubah perihal
tip-change-office = Ubah kantor
tip-change-occasion = Ubah waktu dan tempat
tip-change-story = Ubah cerita
tip-change-evidence = Ubah berkas
tip-change-agencies = Ubah penerima
tip-submit = Kirim sekarang
tip-sending = Sedang menyegel laporan …

## Yang tidak dapat diterima

tip-not-answered = Langkah ini belum dijawab.
tip-choose-above = Pilih dahulu dengan mengetuk salah satu tombol.
tip-choose-agency = Pilih sedikitnya satu penerima.
tip-still-cleaning = Masih ada berkas yang sedang diperiksa. Tunggu sebentar, lalu ketuk lagi.
tip-answer-long = Jawaban ini { $count } huruf, paling banyak { $most }. Ringkaslah, lalu kirim lagi.
tip-story-long = Dengan pesan terakhir, seluruhnya menjadi { $count } huruf, paling banyak { $most }. Pesan itu tidak ditambahkan; ringkaslah, atau ketuk Lanjut.
tip-only-text = Langkah ini belum meminta berkas. Foto dan PDF diminta pada langkah Bukti.
tip-only-files = Untuk laporan hanya teks, foto, dan berkas PDF yang dapat diterima. Video, suara, stiker, kontak, dan lokasi dapat menunjukkan siapa pengirimnya, jadi tidak disimpan.
tip-files-full = Paling banyak { $most } berkas dalam satu laporan. Hapus salah satu dahulu bila ingin menggantinya.
tip-files-heavy = Berkas-berkas ini bersama-sama terlalu besar. Hapus salah satu dahulu, atau kirim dengan ukuran lebih kecil.
tip-file-gone = Berkas ini tidak dapat diambil dari Telegram. Kirimlah sekali lagi.
tip-file-limit = Terlalu banyak berkas dalam waktu singkat. Tunggu setengah menit, lalu kirim lagi satu per satu. Yang sudah diterima tetap ada.
tip-refused-empty = Berkas ini kosong. Periksa berkasnya, lalu kirim lagi.
tip-refused-big = Berkas ini terlalu besar; paling besar 20 MB. Kirim sebagai foto biasa, atau bagi dokumennya.
tip-refused-unknown = Hanya foto (JPEG, PNG) dan PDF yang dapat diterima. Ubah dahulu ke salah satunya, lalu kirim lagi.
tip-refused-heic = Foto iPhone dalam bentuk HEIC tidak dapat diterima sebagai berkas. Kirimlah sebagai foto biasa, bukan sebagai berkas.
tip-refused-broken = Berkas ini rusak atau tidak lengkap, jadi tidak dapat dibersihkan. Kirim ulang, atau kirim tangkapan layarnya.
tip-refused-pixels = Gambar ini terlalu besar ukurannya. Kirim sebagai foto biasa supaya diperkecil.
tip-refused-encrypted = PDF ini terkunci kata sandi atau dibatasi oleh pembuatnya. Simpan tanpa kunci itu (cetak ke PDF), atau kirim tangkapan layarnya.
tip-refused-pages = PDF ini terlalu banyak halamannya. Kirim halaman yang penting saja.
tip-refused-complex = Berkas ini terlalu rumit untuk dibersihkan dengan aman. Kirim tangkapan layar halaman yang penting.
tip-refused-unsupported = Ada bagian berkas ini yang tidak dapat dibersihkan dengan aman. Kirim tangkapan layar halaman yang penting.
tip-refused-unavailable = Pemeriksa berkas sedang tidak tersedia. Cobalah beberapa menit lagi, atau lanjutkan tanpa berkas ini.
tip-removed-location = lokasi
tip-removed-camera = data kamera
tip-removed-date = tanggal pengambilan
tip-removed-hidden = data tersembunyi
tip-removed-comment = catatan dalam berkas
tip-removed-unknown = data yang tidak dikenal
tip-removed-profile = profil warna
tip-removed-thumbnail = gambar kecil lama
tip-removed-second = gambar kedua
tip-removed-trailing = sisa data di luar gambar
tip-removed-author = nama pembuat
tip-removed-earlier = versi lama
tip-removed-attachments = lampiran
tip-removed-scripts = skrip
tip-removed-annotations = nama pada catatan
tip-removed-forms = isian formulir
tip-removed-signatures = tanda tangan elektronik
tip-removed-links = tautan
tip-removed-structure = daftar isi dan teks pengganti
tip-removed-layers = lapisan tersembunyi

tip-edit-taken = Perubahan pada pesan itu sudah masuk ke isian.
tip-edit-long = Setelah diubah menjadi { $count } huruf, paling banyak { $most }. Isian tetap seperti sebelumnya; ringkaslah pesan itu.
tip-edit-empty = Pesan itu sekarang kosong. Isian tetap seperti sebelumnya; untuk menghapusnya, ketuk Tulis ulang dari awal atau Kembali.
tip-edit-file = Berkas yang diganti lewat penyuntingan tidak ikut terbaca. Hapus berkasnya dari isian dengan tombol, lalu kirim yang baru.
tip-edit-late = Perubahan pada pesan itu tidak terbaca lagi: isinya sudah disegel, atau tidak menjadi bagian dari isian yang terbuka. Yang sudah disegel tidak dapat diubah; keterangan dapat ditambahkan dengan resi melalui /cek.

## Batal, terhapus, penuh

tip-error = Mohon maaf, ada gangguan pada sistem kami, bukan karena Bapak/Ibu. Silakan coba sekali lagi; bila masih terjadi, coba lagi nanti. Tidak perlu melapor kepada siapa pun.
tip-error-storage = Mohon maaf, penyimpanan data kami sedang bermasalah, jadi yang baru saja dikirim belum tersimpan. Isian masih ada selama 15 menit; silakan coba lagi. Tidak perlu melapor kepada siapa pun.

tip-cancel-ask = Isian ini akan dihapus dari ingatan bot, dan tidak ada yang dikirim. Lanjutkan?
tip-cancel-yes = Ya, hapus
tip-cancel-no = Tidak, lanjutkan menulis
tip-cancelled = Isian sudah dihapus dari ingatan bot; tidak ada yang dikirim. Pesan-pesan di percakapan ini masih ada di Telegram; ketuk Hapus jejak untuk menghapusnya.
tip-forgotten = Isian Bapak/Ibu sudah terhapus dari ingatan bot, karena 15 menit tidak dilanjutkan atau bot dimulai ulang. Itu disengaja: yang belum dikirim tidak disimpan di server kami. Pesan-pesannya masih ada di percakapan ini. Mohon maaf, silakan mulai lagi dengan /lapor.
tip-receipt-as-text = Resi diketik sebagai teks. Foto resi tidak dapat dibaca, dan tidak disimpan.
tip-use-evidence = Di langkah ini kirim foto atau PDF, atau ketuk Lanjut. Untuk mengubah cerita, ketuk Kembali.
tip-limit = Untuk saat ini sudah cukup banyak laporan dari akun ini. Laporan berikutnya dapat dikirim besok. Isian masih ada selama 15 menit.
tip-full = Hari ini kami belum dapat menerima laporan lagi. Mohon coba lagi besok, atau sampaikan langsung kepada:

    { $places }
tip-texts-only =
    Tempat untuk berkas sedang penuh. Laporan tertulis tetap dapat kami terima: ketuk Ubah berkas, hapus berkasnya, lalu kirim. Berkasnya dapat disimpan dahulu, atau disampaikan langsung kepada:

    { $places }
tip-share = Untuk hari ini berkas dari akun ini sudah cukup banyak. Laporan tertulis tetap dapat dikirim; berkasnya dapat ditambahkan besok dengan tanda terima laporan.
tip-agency-closed = Penerima yang dipilih tidak dapat menerima laporan lagi. Ketuk Ubah penerima, pilih yang masih ada, lalu kirim lagi.
tip-nobody-left =
    Saat ini tidak ada penerima yang dapat membuka keterangan tambahan untuk laporan ini, jadi tidak ada yang disimpan. Bapak/Ibu dapat menyampaikannya langsung kepada:

    { $places }
tip-paused =
    <b>Isian laporan dijeda</b>, karena Bapak/Ibu membuka hal lain. Yang diketik sekarang tidak masuk ke laporan.
tip-resume = Lanjutkan laporan
tip-check-later = Masih ada isian laporan yang terbuka. Kirim atau batalkan dahulu (/batal), lalu kirim /cek.

## Resi

tip-receipt =
    <b>Laporan sudah disegel dan disimpan.</b>

    Ini resinya, dan <b>hanya ditampilkan sampai ditutup</b>:

    <code>{ $receipt }</code>

    Catat di kertas, jangan di telepon kantor. Dengan resi ini Bapak/Ibu dapat melihat perkembangan dan jawaban penerima (kirim /cek). Setelah ditutup, bot tidak dapat menunjukkannya lagi; siapa pun yang memegangnya dapat membaca jawaban.

    Untuk memastikan sudah tercatat, ketik kembali <b>kelompok { $group }</b> dari resi ini (empat huruf atau angka).
tip-receipt-lang-first = pertama
tip-receipt-lang-second = kedua
tip-receipt-lang-third = ketiga
tip-receipt-lang-fourth = keempat
tip-receipt-wrong = Belum cocok. Lihat catatan Bapak/Ibu, lalu ketik kembali kelompok { $group } dari resi di atas (empat huruf atau angka).
tip-receipt-close = Tutup tanpa mencatat
tip-receipt-close-ask =
    Tanpa resi, Bapak/Ibu tidak dapat lagi melihat perkembangan, membaca jawaban, atau menambah keterangan. Laporannya tetap sampai. Tutup resi?
tip-receipt-close-yes = Ya, tutup
tip-receipt-close-no = Tidak, tampilkan lagi
tip-done =
    <b>Terima kasih. Resi sudah ditutup.</b>

    Laporan menunggu dibaca oleh penerima yang dipilih. Bot tidak akan menghubungi Bapak/Ibu lebih dahulu, karena tidak tahu siapa pelapornya. Kirim /cek dan ketik resi untuk melihat perkembangannya.

    Percakapan ini masih ada di telepon dan di Telegram. Ketuk <b>Hapus jejak</b> untuk menghapus pesan-pesan tentang laporan ini.
tip-added =
    <b>Terima kasih. Keterangan tambahan sudah disegel dan disimpan.</b>

    Resinya tetap sama. Percakapan ini masih ada di telepon dan di Telegram; ketuk <b>Hapus jejak</b> untuk menghapus pesan-pesan tentang laporan ini.

## Dengan resi

tip-ask-receipt =
    <b>Lihat perkembangan laporan</b>

    Ketik resi Bapak/Ibu. Huruf besar atau kecil dan tanda hubung tidak menjadi soal.
tip-receipt-unknown =
    Tidak ada laporan dengan resi itu.

    Periksa setiap huruf dan angkanya, lalu ketik lagi. Laporan yang sudah selesai dihapus setelah { $days } hari, beserta resinya.
tip-receipt-limit = Terlalu banyak percobaan. Tunggu satu menit, lalu kirim /cek lagi.
tip-case =
    <b>Laporan { $case }</b>
    Diterima { $day }

    { $handling }

    { $replies }
tip-handling = <b>{ $agency }:</b> { $status } (sejak { $day })
tip-status-received = diterima, belum ditelaah
tip-status-reviewed = sedang ditelaah
tip-status-follow-up = sedang ditindaklanjuti
tip-status-done = selesai
tip-status-rejected = tidak dilanjutkan
tip-reason-unclear = Alasannya: keterangannya belum cukup untuk ditelusuri. Bila Bapak/Ibu tahu lebih banyak (siapa, kapan, di mana, atau ada bukti), tambahkan dengan tombol di bawah.
tip-reason-elsewhere = Alasannya: perkara ini bukan kewenangan instansi tersebut.
tip-reason-other-matter = Alasannya: yang dilaporkan bukan soal netralitas pegawai.
tip-reason-no-evidence = Alasannya: tidak ditemukan cukup bukti.
tip-reason-known = Alasannya: perkara yang sama sudah ditangani.
tip-reason-written = Alasannya ada pada jawaban di bawah.
tip-replies-none = Belum ada jawaban dari penerima.
tip-reply = <b>{ $agency }</b>, { $day }: <blockquote>{ $text }</blockquote>
tip-reply-new = <b>Baru dari { $agency }</b>, { $day }: <blockquote>{ $text }</blockquote>
tip-reply-text = { $text }
tip-reply-unreadable = (jawaban ini tidak dapat dibuka)
tip-replies-warning = <i>Petugas tidak pernah memerlukan nama, nomor, atau akun Bapak/Ibu. Jangan membuka tautan, dan jangan menghubungi nomor atau akun dalam jawaban.</i>
tip-replies-more = Ada { $count } jawaban yang lebih lama.
tip-add = Tambah keterangan atau bukti
tip-leave = Tutup
tip-left = Laporan sudah ditutup. Kirim /cek dan ketik resi untuk membukanya lagi.
tip-not-opened = Baik, tidak ada laporan yang dibuka. Kirim /cek bila Bapak/Ibu ingin melihatnya nanti.
tip-use-add = Untuk menambah keterangan, ketuk Tambah keterangan atau bukti di bawah laporan.
tip-case-closed = Laporan ini sudah tidak terbuka. Kirim /cek dan ketik resi untuk membukanya lagi.

## Hapus jejak

tip-erase = Hapus jejak
tip-erase-ask = Semua pesan tentang laporan di percakapan ini yang masih diketahui bot akan dihapus dari kedua sisi: pesan Bapak/Ibu dan pesan bot. Pastikan resi sudah tercatat. Lanjutkan?
tip-erase-yes = Ya, hapus pesannya
tip-erase-no = Jangan dulu
tip-erased =
    { $result }

    Yang perlu Bapak/Ibu periksa sendiri:
    • Pemberitahuan di layar telepon, dan salinan di perangkat lain yang memakai akun ini.
    • Foto asli di galeri telepon.
    • Untuk menghapus seluruh percakapan: buka menu percakapan ini, pilih <b>Hapus chat</b>, dan centang penghapusan untuk kedua pihak.
tip-erased-remove = Hapus juga pesan ini
tip-erased-all = <b>{ $count } pesan yang diketahui bot sudah dihapus.</b> Bot mengetahui pesan selama 48 jam sejak laporan ditulis, dan hanya sejak bot terakhir dimulai. Bila masih ada yang terlihat, hapuslah sendiri: tekan lama pesannya, lalu pilih Hapus.
tip-erased-some = <b>{ $count } pesan yang diketahui bot sudah dihapus; { $left } pesan tidak dapat dihapus oleh bot</b>, misalnya karena lebih dari 48 jam. Hapuslah sendiri: tekan lama pesannya, lalu pilih Hapus.
tip-erased-unknown = <b>Bot tidak lagi mengingat pesan mana yang tentang laporan</b>, karena sudah lebih dari 48 jam atau bot dimulai ulang. Hapuslah sendiri: tekan lama pesannya, lalu pilih Hapus.

## Yang dibaca penerima

tip-letter-report =
    LAPORAN ANONIM (INFORMASI AWAL)
    Nomor         : { $case }
    Diterima      : { $day }
    Tentang       : { $violation }
    Kantor        : { $office }
    Waktu, tempat : { $occasion }
    Untuk         : { $agencies }

    CERITA
    { $story }

    BERKAS
    { $files }
tip-letter-addition =
    TAMBAHAN PADA LAPORAN { $case }
    Diterima   : { $day }

    KETERANGAN
    { $story }

    BERKAS
    { $files }
tip-letter-file = { $name } ({ $measure })
tip-letter-no-files = (tidak ada)
tip-letter-no-story = (tidak ada keterangan, hanya berkas)

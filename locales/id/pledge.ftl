pledge-none =
    Saat ini tidak ada ikrar yang perlu Bapak/Ibu ucapkan.

    Kami akan menampilkannya di sini begitu ada.
pledge-list =
    <b>Ikrar Bapak/Ibu</b>

    { $list }
pledge-line-open = • <b>{ $title }</b> — belum dibaca
pledge-line-reading = • <b>{ $title }</b> — dibaca { $read } dari { $total } bagian (pembukaan dan { $clauses } poin)
pledge-line-signed = • <b>{ $title }</b> — sudah dinyatakan, { $at }
pledge-line-followed = • <b>{ $title }</b> — sudah diikuti, { $at }
pledge-button-begin = Baca: { $title }
pledge-button-resume = Lanjutkan: { $title }
pledge-button-receipt = Tanda terima: { $title }
pledge-sample = <b>CONTOH</b> — bukan naskah resmi, untuk diganti oleh instansi
pledge-head-preamble = <b>{ $title }</b> · Pembukaan
pledge-head-clause = <b>{ $title }</b> · Poin { $at }/{ $total }
pledge-head-whole = <b>{ $title }</b> · Naskah lengkap
pledge-head-page = { $head } (halaman { $page }/{ $pages })
pledge-screen =
    { $head }
    { $notes }

    { $text }
pledge-screen-bare =
    { $head }

    { $text }
pledge-circular = Berdasarkan Surat Edaran Nomor <code>{ $number }</code> tanggal { $date }
pledge-button-read = Sudah saya baca
pledge-button-next = Lanjut
pledge-button-back = Kembali
pledge-button-page-next = Halaman berikutnya
pledge-button-page-back = Halaman sebelumnya
pledge-button-later = Nanti
pledge-button-sign = Saya berikrar
pledge-button-sign-pact = Saya menyatakan terikat
pledge-whole-ask-sign-pact = Dengan mengetuk <b>Saya menyatakan terikat</b>, Bapak/Ibu menyatakan terikat pada pakta integritas ini sebagai:
pledge-follow-statement = Saya telah membaca seluruh naskah ini, memahami isinya, dan mengikuti pembacaannya.
pledge-button-follow = Saya mengikuti ikrar ini
pledge-whole-ask-sign = Dengan mengetuk <b>Saya berikrar</b>, Bapak/Ibu mengucapkan ikrar ini sebagai:
pledge-whole-ask-follow = Dengan mengetuk <b>Saya mengikuti ikrar ini</b>, Bapak/Ibu menyatakan mengikuti pembacaan ikrar sebagai:
pledge-whole-who = <b>{ $name }</b>, { $position }, { $unit }
pledge-whole-who-bare = <b>{ $name }</b>, { $unit }
pledge-haste = Mohon dibaca dahulu dengan saksama. Tombol ini dapat diketuk dalam { $seconds } detik.
pledge-already-read = Bagian ini sudah tercatat dibaca.
pledge-not-yet = Masih ada bagian yang belum dibaca. Mari lanjutkan dari sana.
pledge-later =
    Baik. Yang sudah Bapak/Ibu baca dari <b>{ $title }</b> tetap tersimpan: { $read } dari { $total } bagian (pembukaan dan { $clauses } poin).

    Belum ada yang dinyatakan. Lanjutkan kapan saja dengan tombol di bawah atau /ikrar.
pledge-superseded =
    Naskah <b>{ $title }</b> sudah diperbarui, sehingga tombol ini tidak lagi berlaku.

    Mohon baca dan ucapkan naskah yang terbaru. Ikrar yang sudah pernah diucapkan tetap tersimpan.
pledge-superseded-short = Naskah ini sudah diperbarui. Silakan baca naskah yang terbaru.
pledge-button-newest = Baca naskah terbaru
pledge-not-bound = Dokumen ini bukan untuk Bapak/Ibu. Kirim /ikrar untuk melihat yang perlu dibaca.
pledge-done = Terima kasih, pernyataan Bapak/Ibu sudah tercatat.
pledge-already-done = Ikrar ini sudah tercatat atas nama Bapak/Ibu. Tanda terimanya tetap berlaku.
pledge-receipt =
    <b>Tanda terima</b>
    Nomor: <code>{ $number }</code>

    { $act }
    <b>{ $title }</b>, versi { $version }

    Nama: { $name }
    Jabatan: { $position }
    Unit kerja: { $unit }
    Waktu: { $at }

    Sidik naskah (SHA-256):
    <code>{ $document }</code>
    Sidik tanda terima (SHA-256):
    <code>{ $entry }</code>

    Tanda terima ini adalah pengakuan elektronik (tanda tangan elektronik tidak tersertifikasi) yang terikat pada naskah, waktu, dan data pegawai di atas. Tanda terima ini tidak menggantikan tanda tangan basah bila peraturan mewajibkannya.

    Siapa pun dapat memeriksanya dengan <code>/cek_tanda { $number }</code>
pledge-act-sign = Telah diikrarkan:
pledge-act-sign-pact = Telah dinyatakan:
pledge-act-follow = Telah diikuti pembacaannya:
pledge-button-check-link = Tautan pemeriksaan
pledge-button-other = Semua ikrar saya
pledge-button-text = Baca naskahnya
pledge-button-text-of = Baca naskah: { $title }
pledge-button-text-file = Berkas naskah (TXT)
pledge-button-following = Berikutnya: { $title }
pledge-button-receipt-earlier = Tanda terima: { $title } (versi { $version })
pledge-again-which = Versi { $version }, sesuai dengan tanda terima <code>{ $number }</code>
pledge-again-older = Naskah ini sudah diperbarui. Di bawah ini versi yang dinyatakan waktu itu.
pledge-again-sha =
    Sidik naskah (SHA-256):
    <code>{ $document }</code>
pledge-again-file =
    Naskah baku <b>{ $title }</b>, versi { $version }.

    SHA-256 berkas ini adalah sidik naskah yang tertulis pada tanda terima:
    <code>{ $document }</code>

    Untuk mencocokkannya: <code>certutil -hashfile BERKAS SHA256</code> (Windows) atau <code>sha256sum BERKAS</code> (Linux).
pledge-list-earlier =
    <b>Sebelumnya</b>

    { $list }
pledge-line-earlier-signed = • <b>{ $title }</b> (versi { $version }): dinyatakan, { $at }
pledge-line-earlier-followed = • <b>{ $title }</b> (versi { $version }): diikuti, { $at }
pledge-check-how =
    Untuk memeriksa tanda terima, kirim nomornya, misalnya:

    <code>IKR-000123-9f86d081</code>
pledge-check-none = Tidak ada tanda terima dengan nomor itu. Mohon periksa kembali penulisannya.
pledge-check-valid = <b>Tanda terima ini tercatat dan utuh.</b>
pledge-check-invalid = <b>Tanda terima ini TIDAK utuh:</b> catatannya tidak lagi sesuai dengan sidiknya. Mohon laporkan kepada { $contact }.
pledge-check =
    { $verdict }

    Nomor: <code>{ $number }</code>
    { $act }
    <b>{ $title }</b>, versi { $version }

    Nama: { $name }
    Unit kerja: { $unit }
    Waktu: { $at }
    Sidik naskah: <code>{ $document }</code>
    Sidik tanda terima: <code>{ $entry }</code>

    Yang menjadi bukti hanyalah sidik lengkap 64 digit pada tanda terima. Nomor tanda terima, termasuk 8 digit di akhirnya, hanya untuk mencari.

    Nama disamarkan untuk melindungi data pribadi.
pledge-check-erased = (data pribadi sudah dihapus)
pledge-check-denied = <b>Disangkal:</b> yang bersangkutan menyatakan pada { $at } bahwa bukan dirinya yang membuat pengakuan ini. Pengakuan tetap tercatat.
pledge-prior-button = Pengakuan dari akun lain: mohon dijawab
pledge-prior-ask =
    <b>Apakah itu Bapak/Ibu sendiri?</b>

    Sudah ada pengakuan atas nama Bapak/Ibu dari akun lain:

    { $list }

    Bila Bapak/Ibu berganti akun atau ponsel, ketuk <b>Ya, saya</b>. Bila bukan Bapak/Ibu yang membuatnya, ketuk <b>Bukan saya</b>; para admin akan diberi tahu. Pertanyaan ini dapat dijawab kapan saja melalui /status.
pledge-prior-ask-unknown =
    <b>Apakah itu Bapak/Ibu sendiri?</b>

    Sebelum akun ini ditautkan, sudah ada pengakuan atas nama Bapak/Ibu. Akun yang membuatnya tidak tercatat:

    { $list }

    Bila Bapak/Ibu sendiri yang membuatnya, ketuk <b>Ya, saya</b>. Bila bukan, ketuk <b>Bukan saya</b>; para admin akan diberi tahu. Pertanyaan ini dapat dijawab kapan saja melalui /status.
pledge-prior-line = • <b>{ $title }</b>, { $at }, <code>{ $number }</code>
pledge-prior-more = … dan { $count } lainnya
pledge-prior-own = Ya, saya
pledge-prior-deny = Bukan saya
pledge-prior-none = Tidak ada lagi yang perlu dijawab.
pledge-prior-owned =
    Terima kasih. Tercatat bahwa Bapak/Ibu sendiri yang membuat pengakuan ini:

    { $list }
pledge-prior-denied =
    Terima kasih sudah memberi tahu. Tercatat bahwa bukan Bapak/Ibu yang membuat pengakuan ini:

    { $list }

    Para admin sudah diberi tahu. Pengakuan itu tidak dihapus, tetapi ditandai sebagai disangkal. Untuk tindak lanjut, hubungi { $contact }.
pledge-prior-told =
    <b>Pengakuan disangkal</b>

    { $name } ({ $key }), { $unit }, menyatakan bukan dirinya yang membuat pengakuan ini:

    { $list }

    Kode untuk akun yang membuatnya dibuat oleh: { $by }

    Pengakuan tidak dihapus dan ditandai dalam /rekap. Mohon ditelusuri.
pledge-prior-by-unknown = tidak tercatat
pledge-check-doubted = <b>Tanda terima ini tercatat, tetapi isinya MERAGUKAN:</b> waktu atau akunnya tidak didukung catatan lain. Mohon laporkan kepada { $contact }.

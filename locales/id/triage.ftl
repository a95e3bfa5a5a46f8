## /laporan

triage-home =
    <b>Laporan anonim untuk { $agency }</b>

    Belum selesai: <b>{ $open }</b>
    Ada yang belum diambil: <b>{ $unread }</b>
    Selesai atau ditolak: <b>{ $closed }</b>

    Laporan baru dibuka dengan: { $readers }

    { $key }

    Isi laporan tidak pernah tampil di sini: ambil berkasnya, lalu buka di komputer atau telepon sendiri dengan kunci Bapak/Ibu.
triage-button-home = Buka laporan
triage-button-open = Belum selesai ({ $count })
triage-button-closed = Selesai ({ $count })
triage-button-counts = Statistik
triage-button-reader = Pembaca luring
triage-reader-file =
    <b>Pembaca laporan luring.</b> Di sini kunci dibuat dan laporan dibuka. Simpan berkas ini, lalu buka dengan peramban di telepon atau komputer Bapak/Ibu sendiri, tanpa jaringan. Sebelum dipakai, cocokkan sidik SHA-256-nya dengan yang diumumkan di luar bot ini: di repositori Ikrar, <code>assets/ikrar-pembaca.html.sha256</code>.
triage-button-key = Kunci saya
triage-list-open = <b>Laporan yang belum selesai</b>, yang baru lebih dahulu. Pilih satu.
triage-list-open-none = Tidak ada laporan yang belum selesai.
triage-list-closed = <b>Laporan yang selesai atau ditolak.</b> Setelah 90 hari laporan dan berkasnya dihapus.
triage-list-closed-none = Belum ada laporan yang selesai atau ditolak.
triage-line = { $case }, { $status }, { $day }
triage-line-new = ● { $case }, { $status }, { $day }
triage-status-received = diterima
triage-status-reviewed = ditelaah
triage-status-follow-up = tindak lanjut
triage-status-done = selesai
triage-status-rejected = ditolak
triage-kind-report = laporan
triage-kind-addition = tambahan dari pelapor
triage-kind-reply = jawaban kepada pelapor
triage-kind-note = catatan sendiri

## Satu laporan

triage-case =
    <b>Laporan { $case }</b>
    Diterima: { $received }
    Status: <b>{ $status }</b>, sejak { $changed }
    Disampaikan kepada: { $agencies }

    { $items }
triage-item = { $n }. { $kind }, { $day }
triage-item-new = { $n }. <b>{ $kind }</b>, { $day } (belum diambil)
triage-items-more = … dan { $count } berkas sebelumnya
triage-case-merged = Laporan ini duplikat dari <b>{ $case }</b>; statusnya mengikuti laporan itu.
triage-case-duplicates = Duplikat dari laporan ini: { $cases }. Jawaban dikirim kepada semua pelapornya.
triage-case-resealed = <b>Berkas { $items } disegel ulang</b> dengan kunci yang sekarang. Ambil dan buka: pembaca luring dan <code>ikrar tips open</code> mengatakan apakah isinya berubah. Berkas sebelumnya disimpan sampai Bapak/Ibu menjawab.
triage-button-same = Isinya tidak berubah
triage-button-restore = Ada yang berubah: kembalikan
triage-same = Tercatat. Berkas sebelumnya dihapus.
triage-restored = Berkas sebelumnya dikembalikan. Superadmin dan penerima lain diberi tahu.
triage-button-fetch-new = Ambil yang baru ({ $count } berkas)
triage-button-fetch-all = Ambil semua ({ $count } berkas)
triage-button-move = Ubah status: { $status }
triage-button-reply = Jawab pelapor
triage-button-note = Catatan
triage-button-merge = Gabungkan sebagai duplikat
triage-button-split = Pisahkan kembali
triage-button-leading = Ke laporan { $case }
triage-button-duplicate = Duplikat { $case }
triage-button-case = Kembali ke laporan
triage-gone = Laporan ini sudah tidak ada. Berikut keadaan sekarang.
triage-moved = Status sekarang: { $status }.
triage-not-moved = Status sudah berubah. Berikut keadaan sekarang.
triage-case-reason = Alasan yang dibaca pelapor: { $reason }
triage-unread-ask =
    <b>Laporan { $case }: { $status }?</b>

    Ada berkas dari pelapor yang belum diambil siapa pun di instansi ini, pada laporan ini atau pada duplikatnya. Pelapor berharap laporannya dibaca. Ambil dan baca dahulu, atau tetapkan statusnya tanpa dibaca.
triage-unread-yes = Ya, tanpa dibaca
triage-reject-ask =
    <b>Laporan { $case } tidak dilanjutkan?</b>

    Pilih alasannya. Pelapor membaca status dan alasan ini melalui /cek. Selama belum dihapus, laporan dapat ditelaah kembali.
triage-reason-unclear = Keterangannya belum cukup
triage-reason-elsewhere = Bukan kewenangan instansi ini
triage-reason-other-matter = Bukan soal netralitas
triage-reason-no-evidence = Tidak ditemukan cukup bukti
triage-reason-known = Sudah ditangani
triage-reason-written = Dengan kata-kata sendiri

## Mengambil berkas

triage-fetching = Mengirim berkas { $at } dari { $total } …
triage-fetch-again = Ambil lagi
triage-fetched = { $count } berkas sudah dikirim, lihat di bawah.
triage-file = Laporan { $case }, berkas { $n }: { $kind }, { $day }
triage-nothing-new = Tidak ada berkas baru.

## Jawaban dan catatan

triage-reply-ask =
    <b>Jawaban untuk pelapor { $case }</b>

    Ketik jawabannya, boleh dalam beberapa pesan, paling banyak { $most } huruf. Hanya pemegang resi dan penerima di instansi ini yang dapat membacanya. Jangan meminta nama pelapor.

    Setelah disegel, pesan Bapak/Ibu dihapus dari percakapan ini.
triage-reply-ask-all =
    <b>Jawaban untuk pelapor { $case } dan { $count } duplikatnya</b>

    Ketik jawabannya, boleh dalam beberapa pesan, paling banyak { $most } huruf. Semua pelapor menerima jawaban yang sama, masing-masing tersegel sendiri. Jangan menyebut hal yang hanya diketahui oleh salah satu pelapor.

    Setelah disegel, pesan Bapak/Ibu dihapus dari percakapan ini.
triage-reply-check = Kirim sebagai jawaban untuk pelapor { $case }? ({ $count } huruf) Jawaban tidak dapat ditarik kembali. Untuk menambah, ketik pesan lagi.
triage-reply-live = Kirim sebagai jawaban untuk pelapor { $case }? ({ $count } huruf) Di dalamnya ada alamat, akun, perintah, atau nomor. Bagi pelapor itu tampil sebagai tulisan yang tidak dapat diketuk, dengan peringatan agar tidak membukanya: siapa yang mengetuknya dapat diketahui. Jangan meminta nama, nomor, atau akun pelapor. Jawaban tidak dapat ditarik kembali; untuk memperbaiki, ketuk Ketik ulang.
triage-reply-send = Segel dan kirim
triage-reply-sent = Jawaban sudah disegel. Pelapor membacanya dengan resi.
triage-refusal-ask =
    <b>Mengapa laporan { $case } tidak dilanjutkan?</b>

    Ketik alasannya, boleh dalam beberapa pesan, paling banyak { $most } karakter. Pelapor membacanya melalui /cek, juga pelapor duplikatnya. Jangan meminta nama pelapor.

    Setelah disegel, pesan Bapak/Ibu dihapus dari percakapan ini.
triage-refusal-check = Tetapkan laporan { $case } tidak dilanjutkan, dengan alasan ini? ({ $count } karakter) Alasan tidak dapat ditarik kembali. Untuk menambah, ketik pesan lagi.
triage-refusal-live = Tetapkan laporan { $case } tidak dilanjutkan, dengan alasan ini? ({ $count } karakter) Di dalamnya ada alamat, akun, perintah, atau nomor. Bagi pelapor itu tampil sebagai tulisan yang tidak dapat diketuk, dengan peringatan agar tidak membukanya. Alasan tidak dapat ditarik kembali; untuk memperbaiki, ketuk Ketik ulang.
triage-refusal-send = Segel dan tetapkan
triage-refusal-sent = Alasan sudah disegel, dan laporan tidak dilanjutkan. Pelapor membacanya dengan resi.
triage-note-ask =
    <b>Catatan pada laporan { $case }</b>

    Ketik catatannya, boleh dalam beberapa pesan, paling banyak { $most } huruf. Hanya Bapak/Ibu sendiri yang dapat membukanya, dengan mengambil berkas laporan ini.

    Setelah disegel, pesan Bapak/Ibu dihapus dari percakapan ini.
triage-note-check = Simpan sebagai catatan pada laporan { $case }? ({ $count } huruf) Untuk menambah, ketik pesan lagi.
triage-note-send = Segel dan simpan
triage-note-kept = Catatan sudah disegel dan disimpan.
triage-note-no-key = Catatan disegel dengan kunci Bapak/Ibu sendiri, dan belum ada kunci yang berlaku. Lihat Kunci saya di /laporan.
triage-write-anew = Ketik ulang
triage-write-text = Di langkah ini ketik teks saja. Untuk berhenti, kirim /batal.
triage-write-long = Seluruhnya akan menjadi { $count } huruf, paling banyak { $most }. Pesan terakhir tidak ditambahkan; ringkaslah, atau ketuk Ketik ulang.
triage-write-cancelled = Tidak ada yang dikirim atau disimpan. Pesan yang sudah diketik dapat Bapak/Ibu hapus sendiri.
triage-write-nothing = Tidak ada tulisan yang menunggu: sudah dikirim, dibatalkan, atau dilupakan setelah 15 menit.
triage-write-stays = Sebagian pesan yang Bapak/Ibu ketik tidak dapat dihapus oleh bot. Hapuslah sendiri: tekan lama pesannya, lalu pilih Hapus.

## Duplikat

triage-merge-pick = <b>Laporan { $case } adalah duplikat dari yang mana?</b> Yang dipilih menjadi laporan utama; status { $case } akan mengikutinya.
triage-merge-none = Tidak ada laporan lain yang dapat menjadi laporan utama bagi { $case }.
triage-merge-ask =
    Jadikan <b>{ $case }</b> duplikat dari <b>{ $into }</b>?

    Kedua pelapor melihat status { $into }, dan jawaban untuk { $into } dikirim kepada keduanya. Berkas-berkasnya tetap masing-masing. Penggabungan dapat dibatalkan dengan Pisahkan kembali.
triage-merge-yes = Ya, gabungkan
triage-merged = Sudah digabungkan.
triage-merge-not = Tidak dapat digabungkan: salah satunya sudah menjadi duplikat, atau laporan ini sendiri mempunyai duplikat. Berikut keadaan sekarang.
triage-split = Sudah dipisahkan kembali.

## Statistik

triage-counts =
    <b>Laporan anonim untuk { $agency }, menurut bulan diterimanya</b>

    { $months }

    Angka di bawah { $least } tidak ditampilkan. Bila ada status dengan angka sekecil itu, rincian bulan itu tidak ditampilkan sama sekali, supaya tidak dapat dihitung dari selisihnya. Angka dari dua waktu yang berbeda sebaiknya tidak dibandingkan di luar instansi: selisihnya dapat menunjukkan satu laporan.
triage-counts-few = { $month }: kurang dari { $least }
triage-counts-total = { $month }: <b>{ $total }</b>
triage-counts-all = { $month }: <b>{ $total }</b> ({ $cells })
triage-counts-cell = { $status } { $count }

## Ringkasan pada jam tetap

triage-digest =
    <b>Laporan anonim untuk { $agency }</b>

    Belum selesai: <code>{ $open }</code>
    Ada yang belum diambil: <code>{ $unread }</code>
    Kunci yang membuka laporan baru: penerima <code>{ $people }</code>, pemulihan <code>{ $recovery }</code>

    Ringkasan ini dikirim pada jam tetap, juga bila tidak ada yang baru.

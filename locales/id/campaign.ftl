## Daftar

campaign-list =
    <b>Siaran dan pengingat</b>

    { $lines }

    Pilih salah satu untuk melihat rinciannya.
campaign-list-empty =
    <b>Siaran dan pengingat</b>

    Belum ada siaran atau pengingat.
campaign-list-line =
    <b>{ $title }</b>
    { $kind }
    { $standing }
campaign-list-counts = { $counts } ({ $state })
campaign-count-sent = { $sent } dari { $total } terkirim
campaign-count-unreachable = { $count } tidak terjangkau
campaign-count-failed = { $count } gagal
campaign-count-unknown = { $count } belum pasti
campaign-count-skipped = { $count } dilewati
campaign-count-not-sent = { $count } tidak dikirim
campaign-list-scheduled = Terjadwal { $at }, { $count } penerima
campaign-list-due = Terjadwal { $at }
campaign-list-missed = Terlewat: seharusnya { $at }
campaign-list-button = { $title }
campaign-list-button-wave = { $title } ({ $zone })

## Satu siaran atau pengingat

campaign-screen =
    <b>{ $title }</b>
    { $kind }

    { $lines }
campaign-kind-wave = Pengingat { $stage }, { $day }, zona { $zone }
campaign-kind-mandatory = Siaran wajib
campaign-kind-optional = Siaran tidak wajib
campaign-kind-resend = { $kind } (kirim ulang)
campaign-state-scheduled = terjadwal
campaign-state-running = sedang dikirim
campaign-state-paused = dijeda
campaign-state-done = selesai
campaign-state-cancelled = dibatalkan
campaign-state-missed = terlewat
campaign-waits = Keadaan: menunggu jam kirim, berlanjut { $at }
campaign-is = Keadaan: { $state }
campaign-who = { $label }
campaign-who-unknown = admin yang sudah tidak bertugas
campaign-by = Dibuat oleh { $who }.
campaign-paused-by = Dijeda oleh { $who }, { $at }.
campaign-resumed-by = Dilanjutkan oleh { $who }, { $at }.
campaign-cancelled-by = Dibatalkan oleh { $who }.
campaign-is-scheduled = Terjadwal { $at } untuk { $count } penerima.
campaign-is-due = Terjadwal { $at }.
campaign-is-done = Selesai { $at }.
campaign-is-cancelled = Dibatalkan { $at }.
campaign-is-missed = Tidak terkirim. Seharusnya dikirim { $at }.
campaign-missed-why = Layanan tidak berjalan pada waktunya, dan keterlambatannya sudah lewat batas { $hours } jam.
campaign-bar = <code>{ $bar }</code> { $percent }% dari { $total } penerima
campaign-sent = Terkirim: { $count }
campaign-unreachable = Tidak terjangkau: { $count }
campaign-failed = Gagal: { $count }
campaign-unknown = Belum pasti: { $count }
campaign-skipped = Dilewati: { $count }
campaign-not-sent = Tidak dikirim: { $count }
campaign-remaining = Tersisa: { $count }
campaign-reason = – { $why }: { $count }
campaign-rate = Kecepatan: { $rate } pesan per detik
campaign-done-at = Perkiraan selesai: { $at }
campaign-done-late = Perkiraan: belum selesai pada batas waktunya, { $at }; sisanya akan dilewati.
campaign-button-pause = Jeda
campaign-button-resume = Lanjutkan
campaign-button-cancel = Batalkan pengiriman
campaign-button-refresh = Perbarui
campaign-button-list = Daftar siaran dan pengingat
campaign-button-show = Lihat hasilnya
campaign-button-table = Hasil lengkap (XLSX)
campaign-button-resend = Kirim ulang: tidak terjangkau dan gagal ({ $count })
campaign-button-resent = Lihat kirim ulangnya
campaign-button-unknown = { $count } belum pasti: putuskan
campaign-button-send-now = Kirim sekarang
campaign-gone = Siaran atau pengingat itu sudah tidak ada.
campaign-not = Tidak ada yang diubah. Keadaannya sekarang: { $state }.
campaign-late = Batas waktunya sudah lewat atau jadwalnya sudah berubah, jadi tidak dikirim lagi.
campaign-paused = Pengiriman dijeda. Yang sedang dalam perjalanan tetap sampai.
campaign-resumed = Pengiriman dilanjutkan.
campaign-was-cancelled = Pengiriman dibatalkan.
campaign-resending = Dikirim ulang.
campaign-unknown-left = Baik, dibiarkan sebagai belum pasti.
campaign-sending-now = Pengingat dikirim sekarang.

## Pertanyaan

campaign-cancel-ask =
    Batalkan pengiriman <b>{ $title }</b>?

    { $count } penerima tidak akan menerimanya. { $sent } pesan yang sudah terkirim tidak dapat ditarik kembali. Pengiriman yang dibatalkan tidak dapat dilanjutkan; bila hanya ingin berhenti sebentar, gunakan Jeda.
campaign-cancel-ask-scheduled =
    Batalkan pengiriman <b>{ $title }</b>?

    Belum ada yang dikirim; { $count } penerima tidak akan menerimanya. Pengiriman yang dibatalkan tidak dapat dilanjutkan.
campaign-never-sent = Dibatalkan sebelum dikirim. Tidak ada yang menerimanya.
campaign-button-cancel-yes = Ya, batalkan pengiriman
campaign-resend-ask =
    Kirim ulang <b>{ $title }</b> kepada yang belum menerimanya?

    Gagal: { $failed }
    Tidak terjangkau: { $unreachable }

    Isi pesannya sama. Yang sudah menerima tidak dikirimi lagi. Yang akunnya masih tidak terjangkau baru menerimanya setelah ia membuka layanan ini kembali.
campaign-button-resend-yes = Ya, kirim ulang kepada { $count } orang
campaign-unknown-ask =
    <b>{ $title }</b>

    { $count } pesan belum pasti: sudah dikirim, tetapi jawaban Telegram tidak sempat kami terima karena gangguan atau karena layanan berhenti mendadak. Sebagian besar mungkin sudah sampai.

    Bila dikirim ulang, paling banyak { $count } orang menerimanya dua kali. Bila dibiarkan, sebagian dari mereka mungkin tidak menerimanya.
campaign-button-unknown-retry = Kirim ulang yang belum pasti
campaign-button-unknown-leave = Biarkan
campaign-send-now-ask =
    Kirim pengingat <b>{ $title }</b> sekarang?

    Seharusnya dikirim { $due }. Bila disetujui, dikirim sekarang pada jam pengiriman yang diizinkan, paling lambat sampai akhir tahapannya, { $until }.
campaign-button-send-now-yes = Ya, kirim sekarang

## Hasil lengkap

campaign-table-writing =
    Menyusun hasil: { $done } dari { $total }

    Bila layanan berhenti di tengah jalan, minta sekali lagi.
campaign-table-sending = Mengirim berkas …
campaign-table-caption = Hasil <b>{ $title }</b>: { $count } penerima. Berkas ini memuat data pribadi pegawai: teruskan hanya kepada yang berwenang, dan hapus bila tidak diperlukan lagi.
campaign-table-caption-unreached = Hasil <b>{ $title }</b>: hanya yang tidak menerima, karena daftar lengkapnya lebih besar dari 50 MB, batas Telegram. Berkas ini memuat data pribadi pegawai: teruskan hanya kepada yang berwenang, dan hapus bila tidak diperlukan lagi.
campaign-table-too-big = Daftar yang tidak menerima pun lebih besar dari 50 MB, batas Telegram, jadi tidak dapat dikirim sebagai berkas. Jumlahnya menurut alasan tetap dapat dilihat di layar ini.
campaign-table-sheet = Hasil { $number }
campaign-table-name = Nama
campaign-table-key = NIP/kode (disamarkan)
campaign-table-position = Jabatan
campaign-table-summary = Ringkasan
campaign-table-title = Judul
campaign-table-kind = Jenis
campaign-table-agency = Instansi
campaign-table-author = Pengirim
campaign-table-created = Dibuat
campaign-table-started = Mulai dikirim
campaign-table-ended = Selesai
campaign-table-total = Penerima
campaign-table-unit = Unit kerja
campaign-table-zone = Zona
campaign-table-state = Keadaan
campaign-table-reason = Alasan
campaign-table-at = Waktu setempat
campaign-row-waiting = Menunggu
campaign-row-sent = Terkirim
campaign-row-unreachable = Tidak terjangkau
campaign-row-failed = Gagal
campaign-row-unknown = Belum pasti
campaign-row-skipped = Dilewati
campaign-row-cancelled = Tidak dikirim

## Alasan

campaign-why-blocked = layanan ini diblokir di Telegram
campaign-why-deactivated = akun Telegram sudah dihapus
campaign-why-not-started = percakapan belum pernah dimulai
campaign-why-not-found = akun Telegram tidak ditemukan
campaign-why-signed = sudah menyelesaikan ikrar
campaign-why-muted = tidak ingin menerima pesan tidak wajib
campaign-why-cap = batas pengingat per minggu sudah tercapai
campaign-why-late = lewat batas waktu
campaign-why-unlinked = akun sudah tidak tertaut atau tidak aktif
campaign-why-too-long = pesan terlalu panjang setelah nama dan unit diisikan
campaign-why-file = lampiran ditolak Telegram
campaign-why-text = format tulisannya ditolak Telegram
campaign-why-refused = ditolak Telegram
campaign-why-moved = akun Telegram berpindah ke akun milik orang lain
campaign-why-restart = layanan berhenti mendadak saat mengirim
campaign-why-no-answer = Telegram tidak sempat menjawab
campaign-why-other = alasan lain ({ $word })

## Pemberitahuan

campaign-told-done = Siaran <b>{ $title }</b> sudah selesai: { $counts }.
campaign-told-paused = Siaran Bapak/Ibu, <b>{ $title }</b>, dijeda oleh { $who }. Siaran itu dapat dilanjutkan dari layarnya.
campaign-told-resumed = Siaran Bapak/Ibu, <b>{ $title }</b>, dilanjutkan oleh { $who }.
campaign-told-cancelled = Siaran Bapak/Ibu, <b>{ $title }</b>, dibatalkan oleh { $who }. Yang sudah terkirim tidak dapat ditarik kembali.
campaign-told-missed =
    <b>Pengingat tidak terkirim</b>

    { $lines }

    Layanan tidak berjalan pada waktunya, dan keterlambatannya sudah lewat batas { $hours } jam, jadi tidak dikirim dengan sendirinya. Bila masih perlu, kirim sekarang.
campaign-told-missed-line = • { $title }: seharusnya { $at }
campaign-button-send-missed = Kirim sekarang: { $title } ({ $zone })

## Ringkasan pagi

campaign-summary =
    <b>Ringkasan { $day }</b>

    { $parts }
campaign-summary-sent-head = <b>Sejak ringkasan terakhir</b>
campaign-summary-sent = • { $title }{ $marks }: { $counts }
campaign-summary-resend = kirim ulang
campaign-summary-missed-head = <b>Tidak terkirim</b>
campaign-summary-missed = • { $title }: seharusnya { $at }{ $others }
campaign-summary-units-head = <b>Unit dengan akun yang tidak terjangkau</b>
campaign-summary-unit = • { $unit }: { $count } orang
campaign-summary-planned-head = <b>Tujuh hari ke depan</b>
campaign-summary-planned = • { $at }{ $others }: { $title }
campaign-summary-more = … dan { $count } lainnya
campaign-summary-pledges-head = <b>Ikrar</b>
campaign-summary-pledge = • { $title }: { $new } baru, seluruhnya { $done } dari { $bound } orang ({ $percent }%)
campaign-summary-unfinished = belum selesai

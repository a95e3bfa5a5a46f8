## Segmen dalam kata-kata

audience-rank-all = semua pegawai
audience-rank-senior = pimpinan dan kepala perangkat daerah
audience-rank-heads = semua kepala unit
audience-rank-staff = semua pegawai selain kepala unit
audience-kinds-and = { $before }, { $kind }
audience-who-kinds = { $who } ({ $kinds })
audience-everywhere = { $who } di seluruh unit
audience-in-unit = { $who } di { $unit } dan unit di bawahnya
audience-in-lost-unit = { $who } di unit yang sudah tidak ada dalam daftar
audience-owing = { $who }, hanya yang belum mengucapkan semua ikrarnya
audience-size =
    Pegawai: { $people }
    Sudah tertaut di Telegram: { $linked }
    Belum tertaut, jadi tidak menerima: { $open }
audience-size-unreachable =
    { $size }
    Tertaut, tetapi terakhir kali tidak terjangkau: { $count }
audience-size-muted =
    { $size }
    Tertaut, tetapi tidak ingin menerima pesan tidak wajib: { $count }

## Memilih

audience-counting =
    Menghitung penerima …

    Pada daftar yang besar ini memerlukan waktu.
audience-screen =
    <b>Untuk siapa</b>
    { $words }

    { $size }

    Ketuk untuk mengubah; angkanya langsung dihitung ulang.
audience-on = ● { $label }
audience-off = ○ { $label }
audience-button-all = Semua jabatan
audience-button-senior = Pimpinan dan kepala OPD
audience-button-heads = Semua kepala unit
audience-button-staff = Selain kepala unit
audience-button-owing = Hanya yang belum berikrar
audience-button-units = Pilih unit
audience-button-search = Cari unit
audience-button-reset = Kembali ke semua pegawai
audience-button-done = Selesai
audience-units =
    <b>{ $unit }</b>

    Pilih seluruhnya, atau buka unit di bawahnya. Angka dalam kurung: pegawai yang sudah tertaut.
audience-units-top = Pilih unit. Angka dalam kurung: pegawai yang sudah tertaut.
audience-button-whole = Seluruh { $unit }
audience-button-unit = { $unit } ({ $linked })
audience-button-found = { $unit } · { $parent }
audience-button-up = Ke unit di atasnya
audience-ask-unit = Ketik nama unitnya, atau sebagian saja, misalnya <code>SDN 1</code>.
audience-found = Unit yang cocok. Pilih salah satu, atau ketik nama lain.
audience-unit-as-text = Ketik nama unitnya sebagai teks.
audience-unit-not-found = Tidak ada unit dengan nama itu. Ketik nama lain atau sebagian saja; unit juga dapat dipilih dari daftar.
audience-unit-gone = Unit itu sudah tidak ada dalam daftar. Silakan pilih unit lain.
audience-no-kind-left = Sedikitnya satu jenis pegawai harus dipilih.
audience-draft-gone = Draf ini sudah tidak ada: sudah dikirim atau dibuang. Kirim /siarkan untuk memulai yang baru.
audience-rule-gone = Aturan pengingat ini sudah tidak ada. Kirim /jadwal untuk melihat yang ada sekarang.

# Keluaran `ikrar verify`.
ledger-no-database = Tidak ada basis data di { $path }. Periksa data_dir, atau tunjuk berkasnya dengan --database.
ledger-not-a-ledger = Berkas { $path } bukan basis data Ikrar atau sudah rusak. Pulihkan dari cadangan.
ledger-walked =
    { $entries } pengakuan diperiksa, { $erased } di antaranya tanpa data pribadi (telah dihapus).
    Pertama  { $first }
    Terakhir { $last }
ledger-sound = UTUH: setiap pengakuan menyambung dan sesuai dengan naskah serta penandatangannya.
ledger-empty = UTUH: belum ada pengakuan.
ledger-broken-entry = RUSAK pada pengakuan nomor { $seq }: { $fault } Semua pengakuan sebelumnya utuh.
ledger-broken-orphan = RUSAK: ada data penandatangan untuk pengakuan nomor { $seq }, tetapi pengakuannya tidak ada.
ledger-broken-version = RUSAK: naskah { $document } versi { $number }: { $fault }
ledger-fault-missing = pengakuan nomor { $seq } tidak ada.
ledger-fault-unreadable = isinya tidak terbaca.
ledger-fault-previous = tidak menyambung dengan pengakuan sebelumnya; ada yang dihapus, disisipkan, atau dipindahkan.
ledger-fault-version-missing = versi naskahnya tidak ada.
ledger-fault-version-text = teks naskah tidak sesuai dengan SHA-256-nya.
ledger-fault-version-content = naskah yang ditampilkan tidak sesuai dengan teks bakunya.
ledger-fault-version-number = nomor versi naskah tidak berurutan.
ledger-fault-hash = isinya tidak sesuai dengan sidiknya; ada yang diubah pada pengakuan ini atau pada versi naskahnya.
ledger-fault-person = data penandatangan telah diubah.
ledger-fault-person-missing = data penandatangan hilang tanpa catatan penghapusan.
ledger-contains = ADA dalam rantai ini: { $hash }
ledger-absent = TIDAK ADA dalam rantai ini: { $hash }. Bila tanda terimanya asli, rantai ini telah dipotong atau ditulis ulang.
ledger-absent-so-far = BELUM DITEMUKAN sampai bagian yang rusak: { $hash }
ledger-chained = Rantai menyambung: setiap pengakuan sesuai dengan sidiknya. Namun ada isi yang meragukan:
ledger-doubted = DIRAGUKAN: { $count } pengakuan, yang pertama nomor { $first }.
ledger-doubt-line = • nomor { $seq }: { $doubt }
ledger-doubt-more = … dan { $count } hal lainnya
ledger-doubt-previous = waktunya lebih awal daripada pengakuan sebelumnya, dan tidak ada catatan bahwa jam server mundur.
ledger-doubt-imported = waktunya lebih awal daripada naskahnya.
ledger-doubt-reading = bagian naskah tidak dibaca secara berurutan.
ledger-doubt-acknowledged = dinyatakan sebelum seluruh naskah dibaca.
ledger-doubt-dwell = ada bagian naskah yang tampil terlalu singkat.
ledger-doubt-readings = waktu bacanya tidak sesuai dengan catatan pembacaan.
ledger-doubt-never-linked = belum pernah ada akun yang tertaut dengan pegawai ini.
ledger-doubt-link = akun yang membuatnya tidak tertaut dengan pegawai ini pada waktu itu, atau penautannya tidak tercatat.
ledger-doubt-key = NIP atau kode penandatangan bukan milik pegawai ini, dan tidak ada catatan perubahannya.
ledger-doubt-name = nama penandatangan bukan nama pegawai ini, dan tidak ada catatan perubahannya.
ledger-doubt-erasure = data pribadinya dihapus, tetapi catatan penghapusannya tidak masuk akal.
ledger-unrecorded = PERHATIAN: { $count } pengakuan dibuat sebelum riwayat tautan dan perubahan data pegawai dicatat. Akun mana yang membuatnya tidak dapat diperiksa.
ledger-clock = PERHATIAN: { $count } pengakuan waktunya mundur karena jam server mundur, menurut catatan atau pada masa yang belum tercatat.
ledger-end = Apakah ada pengakuan setelah nomor { $seq } yang dipotong tidak dapat diketahui dari basis data ini saja. Cocokkan sidik terakhir dengan tanda terima atau laporan (--contains).

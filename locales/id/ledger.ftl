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

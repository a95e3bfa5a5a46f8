roster-kind-pns = PNS
roster-kind-pppk = PPPK
roster-kind-non-asn = Non-ASN
roster-kind-kepala-desa = Kepala Desa
roster-kind-perangkat-desa = Perangkat Desa

## Berkas yang bukan daftar pegawai

roster-file-empty = Berkas kosong. Baris pertama harus berisi judul kolom, lalu satu baris untuk setiap orang.
roster-file-header-only = Berkas hanya berisi judul kolom, belum ada satu orang pun di bawahnya.
roster-file-xlsx = Berkas ini buku kerja Excel (XLSX) atau arsip ZIP, belum dapat dibaca. Buka di Excel, pilih Simpan Sebagai, jenis "CSV UTF-8 (*.csv)", lalu kirim berkas CSV itu.
roster-file-xls = Berkas ini buku kerja Excel lama (XLS), belum dapat dibaca. Buka di Excel, pilih Simpan Sebagai, jenis "CSV UTF-8 (*.csv)", lalu kirim berkas CSV itu.
roster-file-pdf = Berkas ini PDF. Gunakan tabel aslinya, simpan sebagai "CSV UTF-8 (*.csv)", lalu kirim berkas CSV itu.
roster-file-binary = Berkas ini bukan berkas teks. Simpan tabelnya sebagai "CSV UTF-8 (*.csv)", lalu kirim berkas CSV itu.

## Judul kolom

roster-header-missing = Kolom wajib belum ada: { $missing }. Yang terbaca: { $found }. Judul yang dikenal: { $all }. Urutannya bebas; pisahkan kolom dengan koma atau titik koma.
roster-header-twice = Kolom "{ $first }" dan "{ $second }" berisi hal yang sama; sisakan satu.

## Baris dan sel

roster-row-wide = Baris ini memiliki { $found } sel, padahal judulnya { $expected }. Biasanya ada koma atau titik koma di dalam isian; apit isian itu dengan tanda petik ganda ("…").
roster-row-quote = Ada tanda petik ganda (") yang dibuka di sini, di baris ke-{ $line } bila berkasnya dibuka sebagai teks, dan tidak ditutup pada tempatnya, sehingga baris-baris berikutnya ikut tertelan. Tutup atau hapus tanda petik itu.
roster-cell-formula = Isinya { $value }, rumus yang gagal. Tempel sebagai nilai, lalu perbaiki isinya.
roster-text-unseen = Ada karakter tersembunyi ({ $code }) yang tidak dapat diterima. Ketik ulang isian ini.
roster-text-too-long = Panjangnya { $found } karakter, paling banyak { $most }. Persingkat isian ini.
roster-name-empty = Nama kosong. Isi nama lengkap.
roster-name-no-letters = "{ $value }" bukan nama: tidak ada hurufnya. Isi nama lengkap.
roster-kind-empty = Jenis kosong. Isi PNS, PPPK, Non-ASN, Kepala Desa, atau Perangkat Desa.
roster-kind-unknown = Jenis "{ $value }" tidak dikenal. Isi PNS, PPPK, Non-ASN, Kepala Desa, atau Perangkat Desa.
roster-unit-empty = Unit kosong. Isi jalur unit dari induknya, misalnya: Pemda / Dinas Pendidikan / SDN 1.
roster-unit-empty-part = Bagian ke-{ $at } dari jalur unit kosong. Hapus garis miring yang berlebih; garis miring hanya untuk memisahkan unit.
roster-unit-too-deep = Jalur unit terdiri atas { $found } tingkat, paling banyak { $most }. Ringkas jalurnya; garis miring hanya untuk memisahkan unit.
roster-zone-unknown = Zona "{ $value }" tidak dikenal. Isi WIB, WITA, atau WIT; atau kosongkan agar mengikuti unit induknya.
roster-zone-differs = Unit "{ $unit }" di sini { $zone }, tetapi { $first } di baris { $row }. Samakan zonanya.
roster-head-unknown = "{ $value }" tidak dikenal. Isi "ya" untuk kepala unit, selain itu kosongkan.

## NIP, NI, kode

roster-key-empty = NIP/NI/kode kosong. Isi NIP (PNS), NI (PPPK), atau kode buatan instansi.
roster-key-scientific = Nomor ini dirusak oleh Excel menjadi bentuk seperti 1,98001E+17, angkanya sudah hilang. Atur format kolom menjadi Teks, isi ulang dari sumbernya, lalu simpan lagi sebagai CSV.
roster-key-not-digits = Ada "{ $found }", padahal NIP dan NI hanya terdiri atas angka. Perbaiki nomornya.
roster-key-length = Nomor ini { $found } angka, seharusnya 18. Lengkapi atau perbaiki nomornya.
roster-key-nik = Nomor 16 angka adalah NIK, yang tidak boleh digunakan di sini. Isi NIP (PNS) atau NI (PPPK); selain itu buat kode instansi, misalnya KD-001.
roster-key-birth-year = Tahun lahir { $year } (angka ke-1 sampai ke-4) tidak mungkin. Periksa nomornya.
roster-key-birth-month = Bulan lahir { $month } (angka ke-5 dan ke-6) tidak ada. Periksa nomornya.
roster-key-birth-day = Tanggal lahir { $day } (angka ke-7 dan ke-8) tidak ada pada bulan itu. Periksa nomornya.
roster-key-appointment-year = Tahun pengangkatan { $year } (angka ke-9 sampai ke-12) tidak sesuai dengan tahun lahirnya. Periksa nomornya.
roster-key-appointment-month = Bulan pengangkatan { $month } (angka ke-13 dan ke-14) tidak ada. Periksa nomornya.
roster-key-sex = Angka ke-15 (jenis kelamin) { $digit }, seharusnya 1 atau 2. Periksa nomornya.
roster-key-sequence = Tiga angka terakhir 000, padahal nomor urut dimulai dari 001. Biasanya karena Excel membulatkan nomor panjang: atur format kolom menjadi Teks, lalu isi ulang dari sumbernya.
roster-key-looks-like-ni = Nomor ini NI PPPK, sedangkan jenisnya PNS. Perbaiki kolom jenis atau nomornya.
roster-key-looks-like-nip = Nomor ini NIP PNS, sedangkan jenisnya PPPK. Perbaiki kolom jenis atau nomornya.
roster-key-ni-mark = Angka ke-13 dari NI PPPK selalu 2, di sini { $digit }. Periksa nomornya.
roster-key-ni-frequency = Angka ke-14 dari NI PPPK (pengangkatan ke berapa) 0, seharusnya 1 sampai 9. Periksa nomornya.
roster-key-code-length = Kode ini { $found } karakter, paling banyak 40. Persingkat kodenya.
roster-key-code-character = Kode berisi "{ $found }". Gunakan hanya huruf A–Z, angka, titik, garis bawah, garis miring, dan tanda hubung.
roster-key-twice = Nomor yang sama sudah ada di baris { $first }. Hapus salah satu, atau perbaiki nomornya.
roster-key-twice-spelling = Kode "{ $key }" sama dengan "{ $other }" di baris { $first }: huruf besar dan kecil tidak membedakan kode. Hapus salah satu, atau perbaiki kodenya.
roster-old-key-in-use = Nomor lama ini digunakan orang lain di baris { $row }. Periksa keduanya.
roster-old-key-both = Nomor lama dan nomor baru sama-sama sudah tercatat sebagai dua orang. Bila memang dua orang, kosongkan nomor lamanya; bila satu orang, kosongkan juga, lalu nonaktifkan catatan yang lama.

## Laporan

roster-problem-cell = Baris { $row }, kolom { $column }: { $what }
roster-problem-row = Baris { $row }: { $what }
roster-problems = Belum ada yang diimpor: ada { $count } hal yang perlu diperbaiki di berkas.
roster-more = dan { $count } lagi
roster-column-row = Baris
roster-column-column = Kolom
roster-column-problem = Masalah
roster-column-name = Nama
roster-column-key = NIP/NI/Kode
roster-column-unit = Unit
roster-column-code = Kode penautan
roster-column-link = Tautan
roster-warning-encoding = Berkas tidak disimpan sebagai UTF-8, jadi dibaca sebagai Windows-1252. Periksa nama yang beraksen.
roster-warning-columns = Kolom yang tidak dikenal dan dilewati: { $columns }.
roster-warning-no-zone = Tidak ada kolom Zona: unit baru mengikuti zona unit induknya atau zona instansi.
roster-warning-spelling = Unit ditulis dengan dua cara: "{ $first }" (baris { $first_row }) dan "{ $second }" (baris { $second_row }). Keduanya dianggap satu unit.
roster-warning-lookalike = Dua unit hampir sama tulisannya: "{ $first }" (baris { $first_row }) dan "{ $second }" (baris { $second_row }). Keduanya dianggap dua unit; samakan tulisannya bila unitnya satu.
roster-warning-unit-known = Unit "{ $unit }" (baris { $row }) dalam daftar tertulis "{ $known }". Keduanya dianggap satu unit, dan tulisan dalam daftar tetap dipakai.
roster-warning-unit-lookalike = Unit baru "{ $unit }" (baris { $row }) hampir sama tulisannya dengan "{ $known }" yang sudah ada dalam daftar. Keduanya dianggap dua unit; samakan tulisannya bila unitnya satu.
roster-warning-unit-double = Daftar memuat dua unit yang terbaca sama: "{ $first }" dan "{ $second }". Tidak ada yang digabung. Bila unitnya satu, tulis semua orangnya dengan tulisan yang sama persis, lalu impor lagi.
roster-warning-code-known = Kode "{ $code }" (baris { $row }) dalam daftar tertulis "{ $known }". Keduanya dianggap satu orang, dan tulisan dalam daftar tetap dipakai.
roster-warning-code-double = Daftar memuat dua orang yang kodenya hanya berbeda huruf besar dan kecil: "{ $first }" dan "{ $second }". Tidak ada yang digabung. Bila orangnya satu, impor berkas tersendiri yang memberi salah satunya kode lain (kolom NIP Lama), lalu nonaktifkan yang itu.
roster-warning-long-number = { $count } kode hanya berisi angka, 10 angka atau lebih (baris { $rows }). Pastikan itu kode buatan instansi, bukan NIK, nomor telepon, atau NIP yang kurang angkanya.
roster-warning-number-of-asn = { $count } orang berjenis Non-ASN memiliki NIP atau NI (baris { $rows }). Periksa kolom jenis atau nomornya.
roster-report-done = Impor selesai: { $count } orang dalam berkas.
roster-report-dry-run = Uji coba, belum ada yang diubah: { $count } orang dalam berkas.
roster-report-added = Baru: { $count }
roster-report-changed = Diperbarui: { $count }
roster-report-rekeyed = Berganti NIP/NI/kode: { $count } (tautan dan ikrarnya tetap)
roster-report-reactivated = Aktif kembali: { $count }
roster-report-unchanged = Tidak berubah: { $count }
roster-report-units = Unit baru: { $count }
roster-report-zones = Unit yang berganti zona waktu: { $count }
roster-report-old-key = Nomor lama tidak ditemukan, dicatat sebagai orang baru: baris { $rows }
roster-report-missing = Tidak ada dalam berkas, tetap aktif: { $count }
roster-report-deactivated = Tidak ada dalam berkas, dinonaktifkan: { $count } (ikrarnya tetap tersimpan)
roster-missing = { $name }, { $key }, { $unit }

## Baris perintah

roster-cli-cannot-read = Berkas { $file } tidak dapat dibaca: { $detail }
roster-cli-cannot-write = Berkas { $file } tidak dapat ditulis: { $detail }
roster-cli-out-exists = Berkas { $file } sudah ada; tidak ada kode yang dibuat. Gunakan nama lain atau hapus dahulu.
roster-cli-too-many-missing = { $missing } dari { $active } orang yang aktif tidak ada dalam berkas; tidak ada yang diubah. Mungkin berkasnya hanya memuat sebagian. Bila memang benar: --deactivate-missing --at-most { $missing }.
roster-cli-report-written = Daftar lengkap: { $file }
roster-cli-hint-report = Untuk daftar lengkap, ulangi dengan --report BERKAS.csv
roster-cli-hint-deactivate = Untuk menonaktifkan mereka, ulangi dengan --deactivate-missing
roster-cli-reading = Membaca
roster-cli-writing = Mencatat
roster-codes-unit = { $unit } ({ $count } orang)
roster-codes-made = { $count } kode dibuat, berlaku sampai { $until }. Kode tidak dapat ditampilkan lagi.
roster-codes-replaced = { $count } kode sebelumnya yang belum digunakan tidak berlaku lagi.
roster-codes-linked = { $count } orang sudah tertaut, tidak memerlukan kode.
roster-codes-written = Daftar kode: { $file } (hanya dapat dibaca oleh pemiliknya)
roster-codes-kept = Kode sudah dibuat, tetapi tidak dapat dicetak ({ $detail }). Daftarnya ada di { $file }; hapus setelah dibagikan.
roster-codes-unknown-unit = Unit "{ $unit }" tidak ditemukan.
roster-codes-similar = Yang mirip:
roster-codes-empty = Belum ada orang aktif di sini. Impor daftar pegawai lebih dahulu.
roster-unlinked = Tautan { $name } ({ $key }) dilepas. Ikrarnya tetap tersimpan.
roster-not-linked = { $name } ({ $key }) tidak tertaut ke akun mana pun.
roster-unknown-key = Tidak ada orang dengan NIP, NI, atau kode itu dalam daftar pegawai.
roster-key-spellings = Kode itu dimiliki lebih dari satu orang dengan tulisan yang berbeda: { $keys }. Tulis persis seperti salah satunya.

# Keluaran `ikrar tips keygen`, `open`, dan `reseal` di komputer penerima laporan.

## Berkas dan kata sandi

tips-cannot-read = { $file } tidak dapat dibaca: { $detail }
tips-cannot-write = { $file } tidak dapat ditulis: { $detail }
tips-no-key-file = Berkas kunci { $file } tidak ada. Tunjuk berkas kunci Bapak/Ibu dengan --identity, atau buat kunci baru dengan: ikrar tips keygen
tips-not-a-key = { $file } bukan berkas kunci. Berkas kunci dimulai dengan -----BEGIN AGE, atau berisi satu baris AGE-SECRET-KEY-1…
tips-several-keys = Ada beberapa kunci di { $file }. Pisahkan, satu kunci untuk setiap berkas, lalu sebutkan masing-masing dengan --identity.
tips-key-damaged = Berkas kunci { $file } rusak atau tidak lengkap. Gunakan salinannya; bila kunci diketik dari kertas, periksa kembali setiap hurufnya.
tips-key-too-much-work = Berkas kunci { $file } dibuat dengan setelan yang terlalu berat: lebih dari 1 GiB memori. Berkas dari ikrar tips keygen tidak demikian.
tips-key-exists = { $file } sudah ada dan tidak akan ditimpa: mungkin ada laporan yang hanya dapat dibuka dengannya. Pilih nama lain dengan --out.
tips-ask-passphrase = Kata sandi untuk { $file }:
tips-ask-new = Kata sandi baru:
tips-ask-again = Sekali lagi:
tips-unlocking = Membuka kunci, sekitar satu detik …
tips-wrong-passphrase = Kata sandi itu bukan kata sandi { $file }. Perhatikan huruf besar dan kecil serta spasinya.
tips-no-terminal = Kata sandi tidak dapat ditanyakan karena tidak ada terminal. Jalankan langsung di terminal, atau gunakan --passphrase-file.
tips-passphrase-file-empty = Baris pertama { $file } tidak berisi kata sandi.
tips-passphrase-advice =
    Pilih kata sandi yang kuat, sedikitnya { $least } karakter; lima kata acak lebih baik daripada satu kata yang rumit.
    Yang Bapak/Ibu ketik tidak akan terlihat di layar. Kata sandi yang lupa tidak dapat dipulihkan oleh siapa pun.
tips-passphrase-short = Terlalu pendek: sedikitnya { $least } karakter. Gunakan lima kata acak, dipisahkan spasi.
tips-passphrase-weak = Terlalu mudah ditebak: berisi kata sandi yang umum, pengulangan, urutan, tanggal, atau nama yang dekat dengan tugas ini. Gunakan lima kata acak yang tidak berhubungan.
tips-passphrase-differs = Keduanya tidak sama. Silakan ulangi dari awal.

## ikrar tips keygen

tips-keygen-working = Membuat dan memeriksa kunci, beberapa detik …
tips-keygen-done =
    Kunci Bapak/Ibu sudah dibuat dan sudah dicoba dibuka kembali.

    Berkas kunci   { $file }
    Kunci publik   { $key }
    Sidik kunci    { $fingerprint }

    Langkah berikutnya:
    1. Salin berkas kunci ke satu USB yang disimpan terkunci di tempat lain. Tanpa berkas itu, atau tanpa kata sandinya, laporan tidak dapat dibuka oleh siapa pun.
    2. Kirim kunci publik kepada bot, di layar pendaftaran penerima. Kunci publik bukan rahasia. Berkas kunci dan kata sandi jangan pernah dikirim kepada siapa pun.
    3. Bacakan sidik kunci lewat telepon kepada superadmin dan satu admin lain ketika mereka meneguhkannya.
tips-paper-head =
    KUNCI PEMULIHAN LAPORAN ANONIM, TANPA KATA SANDI
    Sidik kunci: { $fingerprint }

    Siapa pun yang membaca baris berikut dapat membuka laporan. Cetak atau salin ke kertas, masukkan ke amplop bersegel, simpan di brankas, lalu bersihkan layar ini. Jangan simpan di komputer.
tips-paper-foot =
    Kunci publik untuk didaftarkan pada bot: { $key }
    Untuk memakainya: ketik baris AGE-SECRET-KEY-1… ke berkas teks di komputer tanpa jaringan, lalu jalankan ikrar tips open BERKAS --identity BERKAS-TEKS. Salah ketik akan diketahui.

## ikrar tips open

tips-open-head = === { $at } dari { $total }: { $file }
tips-open-files = Terlampir { $count } berkas: { $files }
tips-open-saved = Disimpan di { $folder }
tips-open-hint-out = Belum ada yang disimpan. Untuk menyimpan laporan dan lampirannya, tambahkan --out FOLDER.
tips-open-folder-exists = Folder { $folder } sudah ada dan tidak akan ditimpa. Pilih folder lain dengan --out, atau pindahkan dulu yang lama.
tips-open-same = Isi tidak berubah sejak laporan disimpan: sidiknya cocok dengan nama berkas.
tips-open-unmarked = Tidak dapat diperiksa apakah isinya berubah: nama berkas tidak memuat sidik isi. Itu wajar pada laporan lama; pada laporan baru, gunakan nama berkas dari bot.
tips-open-other = PERINGATAN: ISI { $file } BERUBAH. Sidiknya tidak cocok dengan nama berkas: laporan ini diubah sesudah disimpan, misalnya ketika disegel ulang. Jangan dipakai sebagai bukti; beri tahu superadmin, dan di bot ketuk "Ada yang berubah: kembalikan".
tips-open-failed = { $failed } dari { $total } berkas tidak dapat dibuka.
tips-open-not-age = { $file } bukan laporan tersegel (.age).
tips-open-passphrase = { $file } terkunci dengan kata sandi, jadi bukan laporan; mungkin berkas kunci. Laporan disebut lebih dulu, berkas kunci sesudah --identity.
tips-open-wrong-key = { $file } tidak disegel untuk kunci ini. Bila Bapak/Ibu pernah mengganti kunci, sebutkan juga kunci yang lama dengan --identity.
tips-open-damaged = { $file } rusak: terpotong atau berubah sejak disegel. Ambil sekali lagi dari bot.
tips-open-too-large = { $file } terlalu besar untuk sebuah laporan.
tips-open-no-report = { $file } dapat dibuka, tetapi isinya bukan laporan dari Ikrar, jadi tidak ditampilkan.

## ikrar tips reseal

tips-reseal-no-list = Tidak ada manifest.toml di { $folder }. Tunjuk folder yang ditulis oleh ikrar tips export.
tips-reseal-empty = Daftar itu kosong; tidak ada yang perlu disegel ulang.
tips-reseal-keys = Laporan akan disegel ulang untuk { $count } kunci ini. Cocokkan setiap sidik dengan pemegangnya lewat telepon; kunci yang tidak dikenal berarti orang lain ikut dapat membaca.
tips-reseal-key = {"  "}{ $fingerprint }  untuk { $count } berkas
tips-reseal-ask = Semua sidik sudah dicocokkan dan benar? Ketik ya untuk melanjutkan:
tips-reseal-refused = Tidak ada yang disegel ulang.
tips-reseal-unexpected = Ada kunci yang tidak disebut dengan --expect: { $fingerprints }. Tidak ada yang disegel ulang.
tips-reseal-absent = Kunci yang disebut dengan --expect tidak ada di daftar: { $fingerprints }. Tidak ada yang disegel ulang.
tips-reseal-no-terminal = Tidak ada terminal untuk bertanya. Gunakan --yes bersama --expect SIDIK untuk setiap kunci baru.
tips-reseal-folder-used = Folder { $folder } sudah berisi hal lain. Pilih folder yang baru atau kosong.
tips-reseal-working = Menyegel ulang
tips-reseal-changed = { $file } tidak sama dengan yang diekspor: rusak atau tertukar di jalan. Salin sekali lagi dari server.
tips-reseal-not-sealed = { $file } tidak dapat disegel ulang.
tips-reseal-done = { $sealed } berkas disegel ulang, { $there } sudah selesai sebelumnya, { $failed } gagal. Hasilnya di { $folder }, dengan daftar manifest.toml.
tips-manifest-bad = { $file }: { $problem }
tips-manifest-syntax = isinya bukan daftar yang dapat dibaca ({ $detail }).
tips-manifest-kind = ini daftar jenis lain. ikrar tips reseal membaca daftar dari ikrar tips export, dan menulis ke folder lain.
tips-manifest-version = daftar ini versi { $version }, lebih baru daripada program ini. Gunakan versi ikrar yang sama dengan servernya.
tips-manifest-name = nama berkas pada butir ke-{ $at } tidak diperkenankan.
tips-manifest-twice = { $file } tercantum dua kali.
tips-manifest-hash = SHA-256 untuk { $file } tidak terbaca.
tips-manifest-no-key = tidak ada kunci untuk { $file }.
tips-manifest-key = salah satu kunci untuk { $file } bukan kunci publik yang sah.

## Di server: export, import, status

tips-no-database = Basis data laporan { $file } belum ada. Jalankan `ikrar run` sekali, atau periksa data_dir.
tips-export-folder-used = Folder { $folder } sudah ada. Sebutkan folder baru.
tips-export-done =
    { $count } berkas tersegel ditulis ke { $folder }, dengan daftar kunci yang berlaku sekarang.
    Yang tidak ditulis karena tidak ada kunci yang berlaku: { $keyless }.
    Serahkan folder ini kepada pemegang kunci lama; ia menjalankan ikrar tips reseal dan mengembalikan hasilnya untuk ikrar tips import.
tips-import-no-list = Tidak ada manifest.toml di { $folder }. Tunjuk folder hasil ikrar tips reseal.
tips-import-left = { $file } dibiarkan: { $reason }
tips-import-unknown = tidak ada berkas seperti itu lagi di basis data; mungkin sudah dihapus atau sudah disegel ulang
tips-import-changed = berkasnya berbeda dari yang tercatat dalam daftar
tips-import-unreadable = berkasnya tidak dapat dibaca ({ $detail })
tips-reseal-content = { $file }: isinya bukan isi yang disimpan bot, jadi tidak disegel ulang. Laporan ini diubah sebelum sampai di sini; beri tahu superadmin.
tips-import-content = isinya berubah ketika disegel ulang, jadi berkas lama dibiarkan
tips-import-keys = tidak disegel tepat untuk kunci-kunci yang berlaku sekarang; jalankan export dan reseal sekali lagi
tips-import-done = { $taken } berkas diganti dengan yang disegel ulang, { $there } sudah diganti sebelumnya, { $left } dibiarkan.
tips-status-confirmed = { $fingerprint } diteguhkan oleh: { $by }
tips-status-by = { $label }
tips-status-by-former = akun yang dahulu memegang peran
tips-status-by-unknown = AKUN YANG TIDAK PERNAH MEMEGANG PERAN
tips-status-unvouched = PERHATIAN: kunci ini tidak dipakai. Peneguhannya tidak dilakukan oleh orang yang pernah memegang peran; periksa siapa yang menulis ke basis data laporan.
tips-status-recovery = kunci pemulihan
tips-status-key = { $label }: { $active }
tips-status-key-waits = { $label }: { $active } (menunggu peneguhan: { $waiting })
tips-status-size = Ukuran basis data: { $kib } KiB

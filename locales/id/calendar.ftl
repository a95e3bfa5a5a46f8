## Jenis tahapan dan tanggal

calendar-kind-campaign = masa kampanye
calendar-kind-quiet = masa tenang
calendar-kind-vote = pemungutan suara
calendar-kind-other = tahapan lain
calendar-day = { $day }
calendar-days = { $first } s.d. { $last }
calendar-stage-line = { $stage }: { $days }
calendar-stage-kind-line = { $stage } ({ $kind }): { $days }

## Masalah pada berkas jadwal

calendar-problem-line = Baris { $line }: { $problem }
calendar-problem-field = Baris { $line }, { $field }: { $problem }
calendar-problem-event = "{ $event }": { $problem }
calendar-empty = Berkas ini kosong. Mulailah dari salah satu contoh di examples/calendars.
calendar-too-big = Berkas ini lebih besar dari { $most } KB, padahal satu jadwal hanya beberapa KB. Kirim berkas yang berisi jadwal satu pemilihan saja.
calendar-not-utf8 = Berkas ini bukan teks UTF-8. Simpan kembali dengan pengodean UTF-8.
calendar-syntax = Bukan TOML yang benar ({ $detail }). Periksa tanda kutip, tanda kurung, dan tanda sama dengan; bandingkan dengan contoh.
calendar-missing-key = Belum diisi. Tambahkan isian ini, seperti pada contoh.
calendar-unknown-key = "{ $key }" tidak dikenal. Yang dikenal di sini: { $known }.
calendar-wrong-type = Isiannya harus berupa { $expected }.
calendar-type-text = teks dalam tanda kutip
calendar-type-table = bagian dengan isian tersendiri
calendar-type-stages = daftar tahapan; tulis [[stage]] di atas setiap tahapan
calendar-type-boolean = true atau false
calendar-type-number = bilangan bulat
calendar-type-date = tanggal, misalnya 2024-09-25
calendar-bad-id = "{ $id }" tidak dapat dipakai sebagai id. Gunakan 1 sampai 64 huruf kecil, angka, dan tanda hubung, misalnya "pilkada-2024".
calendar-unknown-kind = Jenis tahapan "{ $kind }" tidak dikenal. Pilih salah satu: { $known }.
calendar-unknown-zone = Zona "{ $zone }" tidak ada; yang ada WIB, WITA, dan WIT. Jadwal tidak memerlukan zona karena pengingat dikirim menurut zona penerimanya: hapus baris ini.
calendar-bad-date = "{ $date }" bukan tanggal yang ada. Tulis sebagai tahun-bulan-hari, misalnya 2024-09-25.
calendar-bad-hours = "{ $hours }" bukan rentang jam. Tulis dari yang lebih awal, misalnya "07:00-21:00".
calendar-bad-cap = Isi dengan bilangan bulat 1 sampai { $most }.
calendar-no-stage = Belum ada tahapan. Isi sekurang-kurangnya satu.
calendar-name-empty = Nama ini kosong. Tulis namanya.
calendar-name-long = Nama ini { $length } karakter; paling panjang { $most } karakter. Persingkat namanya.
calendar-name-hidden = Nama ini memuat karakter tersembunyi atau pembalik arah tulisan ({ $code }). Ketik ulang namanya.
calendar-name-twice = Nama "{ $name }" dipakai dua kali. Beri setiap tahapan nama yang berbeda.
calendar-too-many-stages = Ada { $count } tahapan; paling banyak { $most }. Hapus yang tidak memerlukan pengingat.
calendar-end-before-start = Hari terakhir ({ $last }) lebih awal daripada hari pertama ({ $first }). Tukar atau perbaiki tanggalnya.
calendar-year = Tahun pada { $day } di luar { $from } sampai { $to }. Periksa ketikannya.
calendar-two-votes = Sudah ada pemungutan suara, yaitu "{ $other }". Satu pemilihan memiliki satu pemungutan suara; beri yang lain jenis other, atau jadikan pemilihan tersendiri.
calendar-overlap = Bertumpang tindih dengan "{ $other }" ({ $days }). Masa kampanye, masa tenang, dan pemungutan suara tidak boleh berlangsung pada hari yang sama; perbaiki salah satu tanggalnya.
calendar-warning = Perhatikan: { $warning }
calendar-warning-overlap = "{ $stage }" berlangsung bersamaan dengan "{ $other }".
calendar-warning-overlaps = "{ $stage }" berlangsung bersamaan dengan "{ $other }" dan { $count } tahapan lain.
calendar-warning-zone = zone tidak dipakai. Tanggal berlaku di semua zona, dan pengingat dikirim menurut zona penerimanya.
calendar-warning-gap = ada { $count } hari di antara akhir "{ $other }" dan awal "{ $stage }".
calendar-warning-vote = "{ $stage }" berlangsung lebih dari sehari ({ $days }).
calendar-warning-cancelled = "{ $event }" berstatus batal (CANCELLED), jadi dilewati.
calendar-ics-syntax = Isinya bukan iCalendar yang utuh. Ekspor ulang dari aplikasi kalendernya, lalu kirim berkas .ics itu apa adanya.
calendar-ics-many = Kalender ini memuat lebih dari { $most } bagian. Ekspor kalender yang berisi tahapan satu pemilihan saja.
calendar-ics-no-name = Kalender ini belum bernama. Beri nama dengan --title "Pilkada …", isi X-WR-CALNAME, atau beri nama kalender itu di aplikasinya.
calendar-ics-bad-name = Nama kalender (X-WR-CALNAME): { $problem }
calendar-ics-no-slug = Nama kalender (X-WR-CALNAME) harus memuat huruf latin atau angka, misalnya Pilkada 2024.
calendar-ics-no-event = Kalender ini tidak memuat acara (VEVENT). Setiap tahapan adalah satu acara.
calendar-ics-no-summary = Acara ini belum berjudul (SUMMARY). Isi dengan nama tahapannya.
calendar-ics-no-start = Acara ini tidak memiliki tanggal mulai (DTSTART). Isi tanggalnya.
calendar-ics-bad-date = { $field } "{ $date }" bukan tanggal yang ada. Tulis sebagai tahun, bulan, dan hari, misalnya 20240925.
calendar-ics-zone = Zona "{ $zone }" tidak dikenal. Gunakan Asia/Jakarta, Asia/Pontianak, Asia/Makassar, Asia/Jayapura, atau UTC; lebih baik lagi, jadikan acara sehari penuh.
calendar-ics-repeats = Acara ini berulang (RRULE atau RDATE), sedangkan tahapan tidak. Buat satu acara untuk setiap tahapan.
calendar-ics-duration = Lama "{ $duration }" tidak dapat dipakai: bukan lama waktu yang benar, atau kurang dari nol. Beri acara ini tanggal selesai (DTEND).
calendar-ics-line = Isian { $property } pada baris ini tidak dapat dibaca. Ekspor ulang dari aplikasi kalendernya, atau perbaiki baris itu.
calendar-ics-names = Berkas ini memuat beberapa kalender dengan nama yang berbeda, antara lain "{ $first }" dan "{ $other }". Ekspor kalender satu pemilihan saja.
calendar-ics-method = Berkas ini jawaban atas sebuah undangan (METHOD:{ $method }), bukan jadwal. Ekspor kalendernya, lalu kirim berkas itu.
calendar-ics-repeats-from = Acara ini berulang (RRULE atau RDATE), pertama kali pada { $days }, sedangkan tahapan tidak. Buat satu acara untuk setiap tahapan.
calendar-title-no-slug = Nama pemilihan harus memuat huruf latin atau angka, misalnya Pilkada 2024.
calendar-cancel-unknown = Berkas ini hanya berisi acara yang dibatalkan, dan tidak satu pun ada dalam jadwal. Tidak ada yang perlu diubah.

## Perubahan jadwal

calendar-plan-name = Nama pemilihan: "{ $from }" menjadi "{ $to }"
calendar-plan-settings = Pengaturan pengingat: { $settings }
calendar-plan-renamed = Nama tahapan: "{ $from }" menjadi "{ $to }"
calendar-plan-kind = { $stage }: jenisnya dari { $from } menjadi { $to }
calendar-plan-days = { $stage }: dari { $from } menjadi { $to }
calendar-plan-added = Tahapan baru: { $stage }
calendar-plan-removed = Dihapus beserta pengingatnya: { $stage }
calendar-settings-weekends = pukul { $from } sampai { $to } setiap hari, paling banyak { $cap } pengingat per orang dalam seminggu
calendar-settings-workdays = pukul { $from } sampai { $to } pada hari kerja, paling banyak { $cap } pengingat per orang dalam seminggu
calendar-settings-range = Jam atau jumlah itu di luar batas. Jam mulai harus lebih awal daripada jam selesai.
calendar-wave-moved = { $rule } · { $stage }: { $from } menjadi { $to }
calendar-wave-dropped = Tidak dikirim: { $rule } · { $stage }, semula { $from }, karena waktunya yang baru sudah lewat
calendar-wave-revived = Akan dikirim: { $rule } · { $stage }, { $to }
calendar-wave-coming = { $rule } · { $stage }: { $to }
calendar-wave-over = { $rule } · { $stage }: waktunya sudah lewat, tidak dikirim
calendar-run-day = { $day } pukul { $time }
calendar-run-days = { $first } s.d. { $last } pukul { $time }
calendar-run-zones = { $when } (hanya { $zones })
calendar-first = Pengingat pertama: { $day } pukul { $time } waktu setempat.
calendar-first-soon = <b>Perhatian: pengingat pertama dikirim dalam 24 jam, { $day } pukul { $time } waktu setempat.</b>
calendar-first-today = <b>Perhatian: pengingat pertama hari ini pukul { $time } waktu setempat.</b>
calendar-first-none = Tidak ada pengingat bawaan yang akan dikirim untuk jadwal ini.
calendar-wave-more = dan { $count } pengingat lagi
calendar-waves =
    <b>Pengingat yang ikut berubah</b>
    { $list }
calendar-waves-none = Tidak ada pengingat yang ikut berubah.
calendar-more = dan { $count } lagi
calendar-bullet = • { $text }

## Daftar

calendar-list =
    <b>Jadwal pemilihan</b>

    { $list }
calendar-list-empty =
    <b>Jadwal pemilihan</b>

    Belum ada jadwal. Ketuk <b>Buat di sini</b> untuk mengetik tanggalnya, atau <b>Impor jadwal</b> bila ada berkasnya; satu berkas memuat satu pemilihan.
calendar-entry = <b>{ $election }</b>
calendar-entry-past = <b>{ $election }</b> (selesai)
calendar-line = • { $stage }
calendar-line-now = • <b>{ $stage }</b> (berlangsung)
calendar-line-past = • { $stage } (selesai)
calendar-today-stage = { $stage }, hari ke-{ $day } dari { $days }
calendar-today-day = { $stage }
calendar-today-next = { $stage } dimulai { $count } hari lagi
calendar-today-tomorrow = { $stage } dimulai besok
calendar-today-first = { $stage } dimulai, hari ke-1 dari { $days }
calendar-today-both = Hari ini: { $now }; { $next }.
calendar-today-last = Hari ini: { $now }.
calendar-today-between = { $next }.
calendar-today-over = Selesai pada { $day }.
calendar-today-no-stage = Belum ada tahapan.
calendar-gone = Pemilihan atau tahapan itu sudah tidak ada dalam jadwal.
calendar-button-open = { $election }
calendar-button-import = Impor jadwal
calendar-button-compose = Buat di sini
calendar-button-add-stage = Tambah tahapan
calendar-button-list = Semua jadwal
calendar-button-show = Lihat jadwal

## Satu pemilihan

calendar-election =
    { $note }<b>{ $election }</b>
    { $today }

    { $list }

    Pengingat: { $settings }.
calendar-button-rules = Pengingat
calendar-button-shift = Geser semua tahapan
calendar-button-settings = Pengaturan
calendar-button-export = Ekspor .ics
calendar-export-caption = Jadwal { $election }. Buka berkas ini dengan aplikasi kalender; bila diimpor lagi kelak, tanggalnya diperbarui dan tidak menjadi ganda.
calendar-ask-shift =
    <b>{ $election }</b>

    Semua tahapan digeser berapa hari? Pilih, atau ketik jumlah harinya: 14 berarti dua minggu lebih lambat, -3 berarti tiga hari lebih awal.

    Belum ada yang berubah sampai Bapak/Ibu menyetujuinya.
calendar-shift-unread = Tulis jumlah hari saja, misalnya 14 atau -3.
calendar-shift-zero = Nol hari tidak menggeser apa pun. Tulis misalnya 14 atau -3.
calendar-shift-far = Jadwal dapat digeser paling jauh { $most } hari sekali jalan.
calendar-settings =
    <b>Pengaturan pengingat: { $election }</b>

    Pengingat dikirim { $settings }. Jam dihitung menurut zona penerimanya.
calendar-button-from-earlier = Mulai 30 menit lebih awal
calendar-button-from-later = Mulai 30 menit lebih lambat
calendar-button-to-earlier = Selesai 30 menit lebih awal
calendar-button-to-later = Selesai 30 menit lebih lambat
calendar-button-weekends-off = Jangan kirim pada akhir pekan
calendar-button-weekends-on = Kirim juga pada akhir pekan
calendar-button-cap-less = Kurangi jumlah per minggu
calendar-button-cap-more = Tambah jumlah per minggu
calendar-button-remove-election = Hapus pemilihan ini
calendar-remove-ask =
    Hapus <b>{ $election }</b> dari jadwal, dengan { $count } tahapan dan semua pengingatnya?

    Yang belum terkirim tidak akan dikirim. Catatan tentang yang sudah terkirim tetap tersimpan.
calendar-button-remove-yes = Ya, hapus
calendar-removed = Pemilihan itu sudah dihapus dari jadwal, dan pengingatnya berhenti.

## Satu tahapan

calendar-stage =
    { $note }<b>{ $stage }</b>
    { $election }

    Jenis: { $kind }
    Tanggal: { $days } ({ $count } hari)
    { $today }
calendar-button-days = Ubah tanggal
calendar-button-by = { $days }
calendar-button-rename = Ganti nama
calendar-button-remove = Hapus
calendar-ask-days =
    <b>{ $stage }</b>
    Sekarang: { $days }

    Ketik hari pertama dan hari terakhir yang baru, misalnya
    <code>25-09-2024 s.d. 23-11-2024</code> atau
    <code>25 September 2024 sampai 23 November 2024</code>

    Belum ada yang berubah sampai Bapak/Ibu menyetujuinya.
calendar-ask-day =
    <b>{ $stage }</b>
    Sekarang: { $days }

    Ketik tanggal yang baru, misalnya <code>27-11-2024</code> atau <code>27 November 2024</code>. Bila lebih dari sehari, tulis hari pertama dan hari terakhirnya.

    Belum ada yang berubah sampai Bapak/Ibu menyetujuinya.
calendar-ask-name =
    Ketik nama baru untuk tahapan <b>{ $stage }</b>, paling panjang 150 karakter. Pengingat berikutnya menyebut nama itu.
calendar-again =
    { $problem }

    Silakan tulis lagi. Pertanyaannya masih terbuka.
calendar-days-unread = Tanggal itu belum kami pahami. Tulis hari, bulan, dan tahunnya, misalnya 25-09-2024 s.d. 23-11-2024.
calendar-days-word = "{ $word }" belum kami pahami sebagai bagian dari tanggal. Tulis misalnya 25-09-2024 s.d. 23-11-2024.
calendar-days-one = Tahapan ini lebih dari sehari. Tulis hari pertama dan hari terakhirnya, misalnya 25-09-2024 s.d. 23-11-2024.
calendar-no-such-day = Tanggal { $day } tidak ada. Urutannya hari, bulan, lalu tahun; periksa juga jumlah hari dalam bulan itu.
calendar-renamed = Nama tahapan sudah diganti.
calendar-remove-stage-ask =
    Hapus tahapan <b>{ $stage }</b> dari { $election }, beserta semua pengingatnya?

    Yang belum terkirim tidak akan dikirim. Catatan tentang yang sudah terkirim tetap tersimpan.
calendar-stage-removed = Tahapan { $stage } sudah dihapus, dan pengingatnya berhenti.

## Menggeser

calendar-move =
    <b>{ $election }</b>

    { $text }

    Terapkan perubahan ini?
calendar-move-refused =
    <b>{ $election }</b>

    { $text }

    Perubahan ini tidak dapat diterapkan, jadi jadwalnya tetap. { $open }
calendar-still-open = Pertanyaannya masih terbuka: silakan tulis tanggal yang lain.
calendar-move-nothing =
    <b>{ $election }</b>

    Tanggalnya memang sudah begitu; tidak ada yang perlu diubah.
calendar-move-past = { $stage } seluruhnya sudah lewat, jadi tidak ada pengingat yang akan dikirim untuk tahapan ini.
calendar-button-apply = Terapkan
calendar-button-apply-quietly = Terapkan, pengingat nonaktif dahulu
calendar-applied = Perubahan sudah diterapkan.
calendar-stale = <b>Jadwal atau pengingatnya sudah berubah sejak ditampilkan, jadi tidak ada yang diterapkan.</b> Beginilah keadaannya sekarang.

## Impor di percakapan

calendar-import-template = contoh-jadwal.toml
calendar-import-how =
    <b>Mengimpor jadwal pemilihan</b>

    Kirim berkas .toml seperti contoh ini, atau berkas .ics dari aplikasi kalender, sebagai dokumen di percakapan ini. Satu berkas memuat satu pemilihan.

    Contohnya berisi pemilihan yang sudah lewat: ganti id, nama, dan tanggalnya menurut jadwal resmi.

    Pada .ics setiap tahapan adalah satu acara sehari penuh, dan nama kalender menjadi nama pemilihan.

    Berkas diperiksa lebih dahulu; tidak ada yang berubah sebelum Bapak/Ibu menyetujuinya. Pemilihan yang idnya sudah ada diperbarui.

    Bila tidak jadi mengimpor, kirim /batal.
calendar-import-gone = Berkasnya tidak dapat diambil lagi dari percakapan ini. Mohon kirim ulang berkasnya.
calendar-import-other = Jadwal hanya dapat diimpor dari berkas .toml atau .ics. Kirim berkas jadwalnya, atau ketuk Batal bila yang dimaksud bukan jadwal, misalnya daftar pegawai; lalu kirim ulang berkasnya.
calendar-import-problems =
    <b>{ $title }</b>: ada { $count } hal yang perlu diperbaiki.

    { $list }

    Perbaiki berkasnya, lalu kirim ulang. Tidak ada yang berubah.
calendar-import-new =
    <b>Jadwal baru: { $election }</b>

    { $text }

    Bila diterapkan, pengingat bawaan itu ikut dibuat dan dapat diubah. Sudah sesuai dengan jadwal resmi?
calendar-import-update =
    <b>Memperbarui { $election }</b>

    { $text }

    Terapkan perubahan ini?
calendar-import-same = Jadwal <b>{ $election }</b> sudah sama dengan berkas ini; tidak ada yang perlu diterapkan.
calendar-import-stale = <b>Jadwal atau pengingatnya sudah berubah sejak pemeriksaan sebelumnya, jadi berkas ini diperiksa ulang dan belum diterapkan.</b>
calendar-ask-title =
    Kalender ini belum bernama. <b>Pemilihan apa?</b>

    Ketik namanya, misalnya <code>Pilkada Kabupaten Contoh 2027</code>, paling panjang 150 karakter. Isi berkasnya diperiksa dahulu; belum ada yang berubah.
calendar-whose-renamed =
    Acara dalam kalender <b>{ $election }</b> sudah ada dalam jadwal, dengan nama pemilihan yang lain: <b>{ $known }</b>.

    Apakah pemilihannya sama, dan hanya namanya yang berganti? Belum ada yang berubah.
calendar-whose-nameless =
    Kalender ini belum bernama, tetapi acaranya sudah ada dalam jadwal: <b>{ $known }</b>.

    Apakah pemilihannya sama? Belum ada yang berubah.
calendar-button-into = Sama: perbarui { $election }
calendar-button-as-new = Bukan, ini pemilihan baru
calendar-imported-new = Jadwal tersimpan, dengan { $count } pengingat bawaan.
calendar-imported-quietly = Jadwal tersimpan, dengan { $count } pengingat bawaan yang belum aktif. Aktifkan satu per satu melalui tombol Pengingat.

## Baris perintah

calendar-cli-cannot-read = { $file }: tidak dapat dibaca ({ $detail }). Periksa nama berkas dan izinnya.
calendar-cli-problem = { $file }: { $problem }
calendar-cli-nothing = Tidak ada jadwal yang diimpor. Perbaiki { $count } masalah di atas, lalu ulangi.
calendar-cli-warning = { $file }: perhatikan: { $warning }
calendar-cli-same-election = { $file }: pemilihan "{ $slug }" sudah ada pada berkas lain di perintah ini. Impor satu saja.
calendar-cli-whose = { $file }: acaranya sudah ada dalam jadwal sebagai { $known }, dengan nama pemilihan yang lain. Bila pemilihannya sama, ulangi dengan --into ID; bila pemilihan baru, dengan --as-new, dan --title NAMA bila kalendernya belum bernama.
calendar-cli-one-file = --title dan --into berlaku untuk satu berkas. Impor satu per satu.
calendar-cli-new = { $slug }: jadwal baru, { $stages } tahapan, { $rules } pengingat bawaan
calendar-cli-would-add = { $slug }: jadwal baru, { $stages } tahapan (percobaan, tidak disimpan)
calendar-cli-updated = { $slug }: diperbarui
calendar-cli-would-update = { $slug }: akan diperbarui (percobaan, tidak disimpan)
calendar-cli-unchanged = { $slug }: tidak berubah
calendar-cli-list-row = { $slug }: { $election }. { $today }
calendar-cli-list-empty = Belum ada jadwal. Impor dengan: ikrar calendar import examples/calendars/pilkada-2024.toml
calendar-cli-unknown = Tidak ada pemilihan dengan id "{ $slug }". Lihat: ikrar calendar list

## Jadwal yang disusun di percakapan

calendar-draft = { $text }
calendar-draft-head = <b>{ $election }</b> (rancangan, belum disimpan)
calendar-draft-head-add = Tahapan baru untuk <b>{ $election }</b> (belum disimpan)
calendar-draft-first = Tahapan mana yang pertama? Pilih jenisnya; tanggalnya diketik setelah itu.
calendar-draft-more = Tambahkan tahapan lain, ubah yang ada, atau lihat pratinjaunya. Belum ada yang berubah sebelum disimpan.
calendar-draft-there = Ini rancangan yang belum selesai. Lanjutkan, atau mulai dari awal.
calendar-draft-anew = Mulai dari awal
calendar-draft-gone = Rancangan ini sudah tidak ada: sudah disimpan atau dihapus.
calendar-draft-ask-title =
    <b>Pemilihan apa?</b>

    Ketik namanya, misalnya <code>Pilkada Kabupaten Contoh 2030</code>, paling panjang 150 karakter.
calendar-draft-title-taken = Sudah ada jadwal <b>{ $election }</b>. Ketik nama lain, atau tambahkan tahapan pada jadwal itu.
calendar-draft-add-to = Tambah tahapan: { $election }
calendar-draft-kind = + { $kind }
calendar-draft-line = • { $stage }: { $days }
calendar-draft-line-open = • { $stage }: <b>belum bertanggal</b>
calendar-draft-change = Ubah: { $stage }
calendar-draft-look = Lihat pratinjau
calendar-draft-save = Simpan jadwal
calendar-draft-save-quietly = Simpan, pengingat nonaktif dahulu
calendar-draft-discard = Hapus rancangan
calendar-draft-discard-ask = Hapus rancangan <b>{ $election }</b>? Jadwal yang sudah tersimpan tidak berubah.
calendar-draft-discard-yes = Ya, hapus rancangan
calendar-draft-discarded = Rancangan sudah dihapus. Jadwal yang sudah tersimpan tidak berubah.
calendar-draft-name-campaign = Masa kampanye
calendar-draft-name-quiet = Masa tenang
calendar-draft-name-vote = Pemungutan suara
calendar-draft-name-other = Tahapan lain
calendar-draft-stage =
    { $election }

    { $stage }
    Jenis: { $kind }
calendar-draft-ask-days =
    <b>{ $stage }: dari kapan sampai kapan?</b>

    Ketik hari pertama dan hari terakhirnya, misalnya <code>25 sep - 23 nov 2030</code> atau <code>25/9/30 - 23/11/30</code>.
calendar-draft-ask-day =
    <b>{ $stage }: kapan?</b>

    Ketik tanggalnya, misalnya <code>27 nov 2030</code>, <code>27/11/30</code>, atau <code>besok</code>. Bila lebih dari satu hari: <code>25 - 27 nov 2030</code>.
calendar-draft-ask-name =
    <b>Apa nama tahapan ini?</b> (sekarang: { $stage })

    Ketik namanya, paling panjang 150 karakter. Pengingat menyebut nama ini.
calendar-draft-refused = { $days }: { $problem }
calendar-draft-past =
    <b>{ $stage }: { $days }</b> sudah lewat. Untuk tahapan yang sudah lewat tidak ada pengingat yang dikirim.

    Bila tanggalnya keliru, ketik lagi. Bila memang demikian, ketuk tombol di bawah.
calendar-draft-keep = Pakai tanggal ini
calendar-draft-undated = { $stage } belum bertanggal. Ketuk tombol ubahnya, lalu isi tanggalnya.
calendar-draft-problems =
    <b>Belum dapat disimpan:</b>
    { $list }
calendar-draft-stale = <b>Jadwal atau pengingatnya sudah berubah sejak ditampilkan, jadi belum ada yang disimpan.</b> Beginilah keadaannya sekarang.
calendar-draft-added = Tahapan sudah ditambahkan. Pengingat untuknya dibuat melalui tombol <b>Pengingat</b>.

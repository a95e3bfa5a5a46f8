## /penerima: siapa yang menerima laporan

recipient-list =
    <b>Penerima laporan anonim</b>

    { $agencies }

    Setiap kunci baru diteguhkan oleh dua orang, salah satunya superadmin. Keduanya memegang peran sedikitnya tiga hari, dan peran mereka tidak berasal dari satu sama lain atau dari orang yang sama.

    Bila instansi sudah mempunyai penerima, kunci baru juga diteguhkan oleh salah seorang penerima itu. Tanpa itu kunci baru berlaku setelah tiga hari penuh, dan selama itu setiap penerima dan superadmin dapat menolaknya.
recipient-agency = <b>{ $agency }</b>
recipient-line = • { $label }: { $state }
recipient-none = Belum ada penerima dengan kunci yang berlaku, jadi laporan untuk instansi ini tidak diterima.
recipient-recovery-line = Kunci pemulihan: { $state }
recipient-recovery-none = belum ada
recipient-state-invited = diundang, berlaku sampai { $until }
recipient-state-expired = undangan sudah habis masa berlakunya
recipient-state-keyless = belum mengirim kunci
recipient-state-pending = kunci menunggu peneguhan
recipient-state-delayed = kunci sudah diteguhkan, berlaku { $until } bila tidak ada yang menolak
recipient-state-active = kunci berlaku sejak { $since }
recipient-state-rotating = kunci berlaku; kunci baru menunggu peneguhan
recipient-state-rotating-delayed = kunci berlaku; kunci baru berlaku { $until } bila tidak ada yang menolak
recipient-button = { $label } ({ $agency })
recipient-button-recovery = Kunci pemulihan { $agency }
recipient-invite = Undang penerima { $agency }
recipient-recovery = Daftarkan kunci pemulihan { $agency }
recipient-called = { $label } ({ $agency })
recipient-called-recovery = kunci pemulihan { $agency }
recipient-show =
    <b>{ $who }</b>
    Keadaan: { $state }
    { $key }
recipient-key = Sidik kunci yang berlaku: <code>{ $fingerprint }</code>
recipient-no-key = Belum ada kunci yang berlaku.
recipient-gone = Penerima atau kunci ini sudah tidak ada. Berikut keadaan sekarang.
recipient-confirm = Teguhkan kunci
recipient-veto = Tolak kunci ini
recipient-veto-ask =
    <b>Tolak kunci { $who }?</b>

    Tolaklah bila Bapak/Ibu tidak mengenal kunci ini, tidak mendengar sidiknya dibacakan oleh pemiliknya, atau ragu. Kunci yang ditolak tidak berlaku; pemiliknya dapat mengirim kunci lagi, yang diteguhkan dari awal.
recipient-veto-yes = Ya, tolak
recipient-vetoed = <b>Kunci { $who } ditolak.</b> Semua superadmin, admin, dan penerima di instansi itu diberi tahu.
recipient-by = { $label }
recipient-by-recipient = salah seorang penerima
recipient-retire = Berhentikan
recipient-retire-ask =
    Berhentikan <b>{ $who }</b>?

    Laporan baru tidak lagi disegel untuknya, dan daftar laporan tidak lagi terbuka baginya. Berkas yang sudah diambilnya tetap dapat dibukanya.
recipient-retire-ask-last =
    Berhentikan <b>{ $who }</b>?

    <b>Ini penerima terakhir { $agency }.</b> Sesudah ini laporan untuk { $agency } tidak diterima sampai ada penerima baru dengan kunci yang sudah diteguhkan. Laporan lama tetap tersimpan, tetapi tidak ada yang dapat mengambilnya.
recipient-retire-yes = Ya, berhentikan
recipient-retired = Sudah diberhentikan.

## Undangan

recipient-ask-label =
    <b>Siapa yang akan menerima laporan untuk { $agency }?</b>

    Ketik nama atau jabatannya, misalnya <code>Kabid Disiplin</code>. Nama ini hanya terlihat oleh superadmin, admin, dan penerima di instansi yang sama.
recipient-label-wrong = Ketik nama atau jabatan dalam satu baris, paling banyak { $most } huruf.
recipient-invited =
    <b>Undangan untuk { $label } ({ $agency })</b>

    Serahkan tautan ini langsung kepada yang bersangkutan:
    { $link }

    Bila tautan tidak dapat dibuka, kode ini dapat diketik kepada bot:
    <code>{ $code }</code>

    Berlaku { $days } hari dan hanya satu kali. Bot tidak menyimpan kodenya dan tidak dapat menampilkannya lagi.
recipient-invitation-unknown = Undangan ini tidak berlaku: sudah digunakan, sudah lewat masanya, atau salah ketik. Mintalah undangan baru kepada superadmin.
recipient-already =
    Akun ini sudah menjadi penerima laporan untuk <b>{ $agency }</b>. Satu akun menerima untuk satu instansi saja.
recipient-bound =
    <b>Akun ini sekarang menjadi penerima laporan anonim untuk { $agency }.</b>

    Kirim /laporan untuk melihat daftar laporan. Isi laporan hanya dapat dibuka di komputer atau telepon Bapak/Ibu sendiri, dengan kunci yang hanya Bapak/Ibu miliki.
recipient-key-how =
    <b>Membuat dan mendaftarkan kunci</b>

    1. Ketuk <b>Pembaca luring</b> dan simpan berkasnya. Buka berkas itu dengan peramban di perangkat Bapak/Ibu sendiri, lalu pilih <b>Buat kunci baru</b>. Simpan berkas kunci dan kata sandinya baik-baik. Yang terbiasa dengan baris perintah dapat memakai <code>ikrar tips keygen</code> atau alat age lain.
    2. Kirim kunci publiknya ke sini sebagai pesan, satu baris yang dimulai dengan <code>age1</code>.
    3. Bot menjawab dengan sidik kunci. Cocokkan dengan yang ditampilkan pembaca luring, lalu bacakan lewat telepon kepada superadmin dan satu admin lain yang menghubungi Bapak/Ibu, serta kepada rekan penerima di instansi Bapak/Ibu bila ada.

    Berkas kunci, kunci rahasia, dan kata sandi <b>jangan pernah</b> dikirim kepada siapa pun, termasuk kepada bot ini.
recipient-button-reader = Pembaca luring
recipient-told-bound = { $label } sudah membuka undangan dan kini terdaftar untuk { $agency }. Langkah berikutnya: yang bersangkutan mengirim kunci publiknya.

## Kunci

recipient-own-none = <b>Kunci Bapak/Ibu:</b> belum ada. Laporan belum disegel untuk Bapak/Ibu.
recipient-own-waits = <b>Kunci Bapak/Ibu:</b> menunggu peneguhan, sidik <code>{ $fingerprint }</code>.
recipient-own-delayed = <b>Kunci Bapak/Ibu:</b> sudah diteguhkan, sidik <code>{ $fingerprint }</code>. Berlaku { $until } bila tidak ada yang menolak.
recipient-own-active = <b>Kunci Bapak/Ibu:</b> berlaku sejak { $since }, sidik <code>{ $fingerprint }</code>.
recipient-own-both = <b>Kunci Bapak/Ibu:</b> berlaku, sidik <code>{ $active }</code>. Kunci baru menunggu peneguhan, sidik <code>{ $waiting }</code>.
recipient-keys =
    <b>Kunci yang membuka laporan baru untuk { $agency }: { $count }</b>
    { $keys }

    Bila ada yang tidak Bapak/Ibu kenal, tanyakan hari ini juga kepada superadmin.
recipient-keys-line = • { $label }: <code>{ $fingerprint }</code>
recipient-keys-recovery = • kunci pemulihan: <code>{ $fingerprint }</code>
recipient-key-waits =
    <b>Kunci diterima dan menunggu peneguhan.</b>

    Sidik kunci: <code>{ $fingerprint }</code>

    Cocokkan dengan yang ditampilkan pembaca luring atau alat lain yang membuat kunci. Superadmin dan satu admin lain akan menelepon Bapak/Ibu; bacakan sidik ini kepada mereka. Bila tidak sama, kirim kembali kunci publiknya.
recipient-key-active-already = Kunci ini sudah berlaku; tidak ada yang perlu dilakukan. Sidik kunci: <code>{ $fingerprint }</code>
recipient-key-mistyped = Kunci publik ini tidak lengkap atau salah salin. Kunci publik dimulai dengan age1 dan terdiri atas 62 huruf dan angka. Salin seluruhnya, lalu kirim lagi.
recipient-key-unsupported = Kunci jenis ini tidak didukung. Gunakan kunci age X25519: dimulai dengan age1 dan terdiri atas 62 huruf dan angka.
recipient-key-weak = Kunci ini tidak melindungi apa pun dan tidak dapat diterima. Buatlah kunci baru di pembaca luring.
recipient-key-secret = Itu kunci rahasia, bukan kunci publik. Jangan dikirim kepada siapa pun dan jangan dipakai lagi. Buatlah kunci baru, lalu kirim kunci publiknya, yang dimulai dengan age1.
recipient-key-leaked = Kunci rahasia dari kunci ini pernah terkirim lewat percakapan, jadi tidak diterima lagi. Buatlah kunci baru, lalu kirim kunci publiknya.
recipient-key-taken = Kunci ini sudah terdaftar atas penerima lain. Setiap penerima memerlukan kunci sendiri; buatlah kunci baru.
recipient-leak-deleted = <b>Pesan itu sudah dihapus dari percakapan ini.</b>
recipient-leak-stays = <b>Pesan itu tidak dapat dihapus oleh bot. Hapuslah sekarang juga</b>, untuk kedua pihak.
recipient-leak =
    Isinya kunci rahasia. Yang sudah melewati Telegram tidak rahasia lagi, jadi kunci itu ditolak untuk selamanya. Buatlah kunci baru, lalu kirim kunci publiknya saja.
recipient-leak-active =
    Isinya kunci rahasia yang sedang berlaku. Yang sudah melewati Telegram tidak rahasia lagi, jadi kunci itu tidak dipakai lagi mulai sekarang dan ditolak untuk selamanya. Buatlah kunci baru, lalu kirim kunci publiknya saja. Superadmin dan admin sudah diberi tahu.
recipient-leak-protected =
    Itu tampaknya berkas kunci. Walaupun dilindungi kata sandi, berkas kunci tidak boleh meninggalkan komputer Bapak/Ibu. Kunci yang sedang menunggu peneguhan ditolak untuk selamanya. Bila berkas itu berisi kunci yang sedang berlaku, buatlah kunci baru dan kirim kunci publiknya.
recipient-told-leak = <b>Perhatian:</b> kunci rahasia { $label } ({ $agency }) terkirim ke percakapan. Kunci itu sudah tidak dipakai; yang bersangkutan harus mengirim kunci baru, yang akan menunggu peneguhan.

## Peneguhan

recipient-told-waits = Kunci dari <b>{ $label }</b> ({ $agency }) menunggu peneguhan. Teleponlah yang bersangkutan, minta sidik kuncinya dibacakan, lalu ketuk tombol di bawah.
recipient-told-recovery-waits = Kunci pemulihan <b>{ $agency }</b> menunggu peneguhan. Minta sidiknya dibacakan oleh penyimpan kunci itu, lalu ketuk tombol di bawah.
recipient-told-peer-waits =
    Ada kunci baru yang akan dapat membuka laporan instansi Bapak/Ibu: <b>{ $who }</b>. Kunci ini menunggu peneguhan.

    Bila Bapak/Ibu mengenal pemiliknya, teleponlah yang bersangkutan, minta sidik kuncinya dibacakan, lalu ketuk Teguhkan kunci. Bila tidak mengenalnya, ketuk Tolak kunci ini dan tanyakan kepada superadmin.
recipient-told-counted = Satu orang sudah meneguhkan kunci { $who }. Masih diperlukan satu orang lain.
recipient-told-vouched = Salah seorang penerima sudah meneguhkan kunci { $who }. Masih diperlukan peneguhan dua orang, salah satunya superadmin.
recipient-told-delayed =
    <b>Kunci { $who } sudah diteguhkan dua orang.</b>

    Paling cepat { $until }, setelah { $days } hari penuh, kunci ini berlaku dan laporan baru untuk { $agency } dapat dibuka dengannya. Penerima { $agency } yang sudah mencocokkan sidiknya dapat meneguhkannya lebih awal.

    <b>Bila Bapak/Ibu tidak mengenal kunci ini, tolaklah sekarang.</b> Satu penolakan cukup.
recipient-told-short =
    Kunci { $who } belum dapat berlaku: salah satu dari dua orang yang meneguhkannya tidak lagi memegang peran, atau perannya baru saja berubah. Masih diperlukan satu orang lain.
recipient-told-vetoed = <b>Kunci { $who } ditolak</b> oleh { $by }, jadi tidak berlaku. Bila Bapak/Ibu tidak mengetahui sebabnya, tanyakan kepada yang bersangkutan.
recipient-told-vetoed-own =
    Kunci Bapak/Ibu ditolak sebelum berlaku. Tanyakan sebabnya kepada superadmin; sesudah itu kunci dapat dikirim lagi.
recipient-told-restored = <b>Perhatian:</b> isi laporan { $case } ({ $agency }) berubah ketika disegel ulang, menurut salah seorang penerima. Berkas sebelumnya sudah dikembalikan. Periksa siapa yang menyegelnya ulang.
recipient-told-retired-others = <b>{ $who } diberhentikan</b> sebagai penerima. Laporan baru tidak lagi disegel untuknya.
recipient-confirm-ask =
    <b>Teguhkan kunci { $label } ({ $agency })</b>

    Telepon yang bersangkutan pada nomor yang Bapak/Ibu ketahui sendiri, jangan lewat Telegram. Minta sidik kuncinya dibacakan, lalu pilih yang persis sama.

    Bila salah pilih, kunci ditolak dan harus dikirim lagi. Karena itu jangan menebak.
recipient-confirm-ask-recovery =
    <b>Teguhkan kunci pemulihan { $agency }</b>

    Minta sidiknya dibacakan dari kertas oleh penyimpan kunci itu, secara langsung atau lewat telepon, lalu pilih yang persis sama.

    Bila salah pilih, kunci ditolak dan harus didaftarkan lagi. Karena itu jangan menebak.
recipient-choice = { $fingerprint }
recipient-choice-none = Tidak ada yang sama
recipient-confirm-later = Nanti saja
recipient-confirm-gone = Kunci ini tidak lagi menunggu peneguhan: sudah diteguhkan, ditolak, atau diganti.
recipient-confirm-own = Kunci sendiri, atau yang Bapak/Ibu daftarkan, diteguhkan oleh orang lain: seorang superadmin dan satu admin.
recipient-confirm-again = Peneguhan Bapak/Ibu sudah tercatat, atau kunci ini tidak memerlukannya lagi. Tidak ada yang perlu dilakukan.
recipient-confirm-superadmin = Seorang admin sudah meneguhkan kunci ini. Yang kedua harus seorang superadmin.
recipient-confirm-young = Peran Bapak/Ibu baru saja diberikan. Peneguhan Bapak/Ibu berlaku mulai { $from }; lakukanlah sesudah itu.
recipient-confirm-dependent = Peran Bapak/Ibu dan peran yang sudah meneguhkan kunci ini berasal satu dari yang lain, atau dari orang yang sama. Yang kedua harus orang lain.
recipient-confirm-vouched = <b>Terima kasih.</b> Sidik kunci { $who } cocok. Kunci berlaku begitu diteguhkan pula oleh dua orang, salah satunya superadmin.
recipient-confirm-delayed =
    <b>Terima kasih.</b> Sidik kunci { $who } cocok, dan sudah ada dua peneguhan.

    Karena instansi ini sudah mempunyai penerima, kunci berlaku begitu salah seorang penerima itu ikut meneguhkannya, atau paling cepat { $until }, setelah { $days } hari penuh. Semua superadmin dan penerima diberi tahu dan dapat menolaknya.
recipient-confirm-counted = <b>Terima kasih.</b> Sidik kunci { $who } cocok. Masih diperlukan satu orang lain sebelum kunci berlaku; salah satu dari keduanya harus superadmin, dan peran keduanya tidak boleh berasal dari satu sama lain.
recipient-confirm-active = <b>Terima kasih.</b> Sidik kunci { $who } cocok, dan kunci itu berlaku mulai sekarang.
recipient-confirm-wrong = <b>Kunci { $who } ditolak</b>, karena sidik yang dipilih tidak cocok. Kunci harus dikirim lagi. Bila sidik yang dibacakan memang berbeda, periksa siapa yang sebenarnya mengirim kunci itu.
recipient-told-refused =
    Kunci Bapak/Ibu ditolak, karena sidik yang dipilih saat peneguhan tidak cocok. Kirim kembali kunci publiknya. Bila Bapak/Ibu tidak membacakan sidik kepada siapa pun, sampaikan hal itu kepada superadmin.
recipient-told-refused-admins = Kunci { $who } ditolak, karena sidik yang dipilih saat peneguhan tidak cocok.
recipient-told-active =
    <b>Kunci Bapak/Ibu sudah diteguhkan dan berlaku.</b>

    Laporan baru disegel untuk Bapak/Ibu. Ringkasan dikirim pada jam tetap; kirim /laporan kapan saja untuk melihat daftarnya.
recipient-told-active-admins = Kunci { $who } sudah diteguhkan dan berlaku.
recipient-told-rotated =
    <b>Kunci baru Bapak/Ibu sudah diteguhkan dan berlaku.</b>

    Laporan baru disegel dengan kunci baru. Laporan lama masih tersegel dengan kunci lama, jadi <b>jangan hapus kunci lama</b> sampai laporan lama disegel ulang:
    1. Pengelola server menjalankan <code>ikrar tips export</code> dan menyerahkan foldernya.
    2. Di komputer sendiri, Bapak/Ibu menjalankan <code>ikrar tips reseal</code> dengan kunci lama.
    3. Pengelola server memasukkan hasilnya dengan <code>ikrar tips import</code>.
recipient-told-rotated-admins = Kunci baru { $who } sudah diteguhkan dan berlaku; kunci sebelumnya tidak dipakai lagi. Laporan lama disegel ulang dengan ikrar tips export, reseal, dan import.
recipient-told-retired = Akun ini tidak lagi menjadi penerima laporan untuk { $agency }. Terima kasih atas tugas yang telah dijalankan.
recipient-open-cases = Buka daftar laporan

## Kunci pemulihan

recipient-ask-recovery =
    <b>Kunci pemulihan { $agency }</b>

    Kunci ini disimpan di kertas, misalnya di brankas, dan dipakai bila para penerima kehilangan kuncinya. Buatlah dengan <code>ikrar tips keygen --paper</code>, lalu ketik kunci publiknya di sini, yang dimulai dengan <code>age1</code>.

    Kunci rahasianya jangan pernah diketik di sini. Kunci pemulihan yang lama berlaku sampai yang baru diteguhkan.
recipient-recovery-waits =
    <b>Kunci pemulihan diterima dan menunggu peneguhan.</b>

    Sidik kunci: <code>{ $fingerprint }</code>

    Cocokkan dengan yang tertulis di kertas. Dua orang, salah satunya superadmin, meneguhkannya dengan memilih sidik yang sama.

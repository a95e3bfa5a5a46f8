identity-ask =
    <b>Apakah ini Bapak/Ibu?</b>

    Nama: <b>{ $name }</b>
    NIP/kode: { $key }
    Unit kerja: { $unit }

    Bila benar, akun Telegram ini akan mewakili Bapak/Ibu saat mengucapkan ikrar.
identity-yes = Benar, ini saya
identity-no = Bukan saya
identity-linked =
    Terima kasih. Akun ini sudah tertaut dengan data Bapak/Ibu:

    <b>{ $name }</b>
    { $unit }

    { $next }
identity-linked-open = Silakan lanjutkan: baca ikrar, lalu nyatakan.
identity-linked-done = Ikrar Bapak/Ibu sudah lengkap dan tetap berlaku. Tidak ada yang perlu dinyatakan lagi.
identity-linked-none = Saat ini tidak ada ikrar yang perlu Bapak/Ibu nyatakan. Begitu ada, ikrar tampil melalui /ikrar.
identity-not-me =
    Terima kasih sudah memberi tahu. Tidak ada yang diubah, dan kode itu masih dapat digunakan oleh pemiliknya.

    Mohon sampaikan kepada { $contact } agar Bapak/Ibu menerima kode yang benar.
identity-code-unknown =
    Kode itu tidak kami kenali. Mohon periksa kembali penulisannya: 16 huruf dan angka, misalnya ABCD-EFGH-JKMN-PQRS.

    Bila tetap tidak dikenali, mintalah kode baru kepada { $contact }.
identity-code-used =
    Kode ini sudah digunakan. Setiap kode hanya berlaku satu kali.

    Bila bukan Bapak/Ibu yang menggunakannya, segera beri tahu { $contact }.
identity-code-expired = Masa berlaku kode ini sudah habis. Mintalah kode baru kepada { $contact }.
identity-code-replaced = Kode ini sudah diganti dengan yang lebih baru. Gunakan kode pada lembar terbaru, atau hubungi { $contact }.
identity-already-linked =
    Akun ini sudah tertaut dengan data Bapak/Ibu <b>{ $name }</b>, { $unit }.

    Tidak perlu memasukkan kode lagi.
identity-account-taken =
    Akun Telegram ini sudah tertaut dengan data pegawai lain, sehingga kode ini tidak dapat digunakan di sini.

    Satu akun hanya untuk satu orang. Bila ada kekeliruan, hubungi { $contact }.
identity-person-taken =
    Data pegawai ini sudah tertaut dengan akun Telegram lain.

    Bila Bapak/Ibu berganti ponsel atau akun, mintalah { $contact } melepaskan tautan yang lama. Ikrar yang sudah diucapkan tetap tersimpan.
identity-inactive =
    Data pegawai Bapak/Ibu sedang tidak aktif, sehingga ikrar belum dapat diucapkan.

    Ikrar yang sudah diucapkan tetap tersimpan. Bila keliru, hubungi { $contact }.
identity-own-making =
    Kode ini dibuat dari akun ini sendiri, sehingga tidak dapat digunakan di sini: tidak seorang pun dapat mengucapkan ikrar atas nama orang lain.

    Bila kode ini untuk Bapak/Ibu sendiri, mintalah admin lain membuatkannya.
identity-detached-notice =
    Akun ini dilepaskan dari data pegawai Bapak/Ibu oleh admin. Ikrar yang sudah diucapkan tetap tersimpan.

    Bila Bapak/Ibu tidak memintanya, segera hubungi { $contact }.
identity-not-linked =
    Akun ini belum tertaut dengan data pegawai.

    Buka tautan pribadi dari { $contact }, atau ketik 16 karakter kode pada lembar yang Bapak/Ibu terima.
identity-unlink-ask =
    Lepaskan akun Telegram ini dari data pegawai Bapak/Ibu?

    Ikrar yang sudah diucapkan tetap tersimpan. Untuk menautkan kembali, Bapak/Ibu memerlukan kode baru dari { $contact }.
identity-unlink-yes = Ya, lepaskan
identity-unlinked = Akun ini sudah dilepaskan. Untuk menautkan kembali, mintalah kode baru kepada { $contact }.
identity-code-void =
    Kode ini tidak berlaku lagi: admin yang membuatnya sudah tidak bertugas.

    Mintalah kode baru kepada { $contact }.

access-role-admin = admin
access-role-superadmin = superadmin
access-claim-how =
    Untuk menggunakan kode peran, kirim perintah ini diikuti kodenya, misalnya:

    <code>/klaim ABCD-EFGH-JKMN-PQRS</code>
access-claim-granted =
    Terima kasih. Akun ini sekarang terdaftar sebagai <b>{ $role }</b>.

    Kirim /bantuan untuk melihat perintah yang tersedia.
access-claim-used = Kode ini sudah pernah digunakan. Mintalah kode baru kepada superadmin.
access-claim-needs-command =
    Ini kode peran. Silakan kirim:

    <code>/klaim { $code }</code>
access-revoked-notice = Peran admin pada akun ini sudah dicabut oleh superadmin.
access-claim-expired = Masa berlaku kode ini sudah habis. Mintalah kode baru kepada superadmin.
access-claim-unknown = Kode itu tidak kami kenali. Mohon periksa kembali penulisannya: 16 huruf dan angka.
access-admin-list =
    <b>Daftar admin</b>

    { $list }

    Untuk menambah admin, kirim <code>/angkat NAMA</code>.
access-admin-line = • { $label } — { $role }, sejak { $since }
access-admin-more = … dan { $count } lainnya; seluruhnya dengan <code>ikrar admin list</code> di server.
access-appoint-how =
    Tuliskan siapa yang diangkat, paling banyak 100 huruf, misalnya:

    <code>/angkat Operator BKPSDM</code>
    <code>/angkat superadmin Kepala Bidang Kinerja</code>
access-appoint-code =
    Kode untuk <b>{ $label }</b> sebagai <b>{ $role }</b>:

    <code>/klaim { $code }</code>

    Sampaikan secara langsung kepada yang bersangkutan. Kode berlaku { $hours } jam dan hanya dapat digunakan satu kali.
access-revoke-button = Cabut: { $label }
access-revoke-ask = Cabut peran <b>{ $role }</b> dari <b>{ $label }</b>? Akun itu tidak lagi dapat menggunakan perintah admin.
access-revoke-yes = Ya, cabut
access-revoke-done = Peran sudah dicabut.
access-revoke-gone = Peran itu sudah tidak ada.
access-revoke-last = Ini satu-satunya superadmin. Angkat superadmin lain terlebih dahulu.
access-cli-none = Belum ada admin. Buat kode dengan: ikrar admin claim-code
access-claim-own =
    Kode ini dibuat dari akun ini sendiri, sehingga tidak dapat digunakan di sini. Kode tetap berlaku.

    Sampaikan kepada orang yang akan diangkat.
access-claim-void =
    Kode ini tidak berlaku lagi: yang membuatnya sudah bukan superadmin.

    Mintalah kode baru kepada superadmin.
access-by = { $label }
access-by-server = perintah di server
access-by-bot = bot ini
access-by-former = akun yang perannya sudah dicabut
access-news-offered =
    <b>Kode peran dibuat</b>

    Untuk: { $label }
    Peran: { $role }
    Dibuat oleh: { $by }

    Bila tidak seharusnya demikian, hubungi yang membuatnya sebelum kode itu digunakan.
access-news-claimed =
    <b>Peran baru digunakan</b>

    Nama: { $label }
    Peran: { $role }
    Kode dibuat oleh: { $by }

    Bila tidak seharusnya demikian, cabut perannya melalui daftar admin.
access-news-revoked =
    <b>Peran dicabut</b>

    Nama: { $label }
    Peran: { $role }
    Dicabut oleh: { $by }

    Kode dan undangan yang dibuatnya dan belum digunakan ikut dibatalkan.
access-news-list = Daftar admin

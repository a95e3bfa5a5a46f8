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

notice-why =
    <b>Mengapa saya menerima pesan ini?</b>

    <b>{ $title }</b> dikirim oleh { $agency } melalui layanan ini. Penanggung jawabnya { $contact }.

    Ditujukan kepada: { $audience }.

    { $duty }
notice-why-mandatory = Instansi menetapkan pesan ini wajib bagi semua yang dituju, misalnya karena menyangkut kewajiban netralitas, sehingga tidak dapat dimatikan.
notice-why-optional = Pesan ini tidak wajib. Bila tidak memerlukannya, Bapak/Ibu dapat memilih untuk tidak menerima pesan semacam ini lagi.
notice-why-muted = Pesan ini tidak wajib. Bapak/Ibu sudah memilih untuk tidak menerima pesan semacam ini lagi.
notice-why-test = Ini pesan uji. Pada pesan yang sesungguhnya, tombol ini menjelaskan siapa pengirimnya, siapa yang dituju, dan apakah pesannya wajib.
notice-not-yours = Tidak ada keterangan tentang pesan ini untuk Bapak/Ibu.
notice-audience-zone = { $who }, di zona waktu { $zone }
notice-button-mute = Jangan kirim pesan yang tidak wajib
notice-button-unmute = Kirim lagi pesan yang tidak wajib
notice-button-settings = Pesan dan pengaturannya
notice-muted-done = Baik, selanjutnya hanya pesan wajib yang kami kirimkan.
notice-unmuted-done = Baik, pesan yang tidak wajib kami kirimkan lagi.
notice-settings =
    <b>Pesan dari { $agency }</b>

    { $state }

    { $list }

    Pertanyaan tentang pesan dapat disampaikan kepada { $contact }.
notice-all = Bapak/Ibu menerima semua pesan, yang wajib maupun yang tidak wajib.
notice-muted = Sejak { $since } Bapak/Ibu hanya menerima pesan wajib. Pesan wajib tetap dikirim, misalnya yang menyangkut kewajiban netralitas, sehingga tidak dapat dimatikan.
notice-list =
    <b>Pesan terakhir</b>
    { $lines }
notice-list-empty = Belum ada pesan dalam 60 hari terakhir.
notice-line = • { $day }: { $title } ({ $duty })
notice-line-mandatory = wajib
notice-line-optional = tidak wajib

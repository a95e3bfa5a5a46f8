outbox-button-pledge = Ikrar saya
outbox-button-why = Mengapa saya menerima ini?
outbox-album-pledge = Untuk membaca dan mengucapkan ikrar, kirim /ikrar.
outbox-album-why = Mengapa Bapak/Ibu menerima pesan ini: /pesan

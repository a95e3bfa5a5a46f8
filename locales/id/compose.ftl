compose-only =
    Pesan itu tidak dapat kami kirimkan kepada banyak orang.

    Yang dapat dikirim: teks (boleh dengan format tebal, miring, kutipan, tautan), foto, dokumen, atau album berisi 2 sampai 10 foto atau dokumen. Stiker, pesan suara, video, jajak pendapat, kontak, dan lokasi tidak dapat.
compose-no-album = Di sini hanya satu pesan yang dapat dikirim: teks, satu foto, atau satu dokumen. Album tidak dapat.
compose-mixed = Dalam satu album hanya boleh foto semua atau dokumen semua. Berkas yang berbeda jenis itu tidak kami sertakan.
compose-too-many = Satu album paling banyak berisi { $most } berkas. Yang selebihnya tidak kami sertakan.
compose-captions = Satu album hanya memiliki satu keterangan. Berkas dengan keterangan kedua itu tidak kami sertakan; kirim ulang albumnya dengan satu keterangan.
compose-unknown-variable =
    Isian <code>{"{"}{ $word }{"}"}</code> tidak ada di sini, sehingga pesan ini belum disimpan.

    Isian yang dapat digunakan: { $list }. Perbaiki, lalu kirim ulang.
compose-unclosed-variable = Isian <code>{"{"}{ $word }</code> belum ditutup dengan kurung kurawal, sehingga pesan ini belum disimpan. Tulis <code>{"{"}{ $word }{"}"}</code>, lalu kirim ulang.
compose-variable-in-link = Alamat tautan sama bagi semua penerima, jadi tidak dapat memuat isian dalam kurung kurawal. Hapus isian itu dari alamat tautannya, lalu kirim ulang.
compose-empty = Pesan ini kosong. Tulis isinya, lalu kirim ulang.
compose-too-long =
    Teks ini terlalu panjang: { $length } karakter setelah diisi nama dan unit yang terpanjang, sedangkan Telegram menerima paling banyak { $most }.

    Kurangi sedikitnya { $over } karakter, lalu kirim ulang.
compose-caption-too-long =
    Keterangan ini terlalu panjang: { $length } karakter setelah diisi nama dan unit yang terpanjang, sedangkan di bawah foto atau dokumen Telegram menerima paling banyak { $most }.

    Kurangi sedikitnya { $over } karakter, atau kirim isinya sebagai teks tanpa berkas.

compose-variable-name = nama penerima
compose-variable-unit = nama unit kerjanya
compose-variable-stage = nama tahapan pemilihan
compose-variable-day = tanggal yang dituju
compose-variable-days-left = berapa hari lagi
compose-variable-link = tautan ke ikrar penerima di bot ini

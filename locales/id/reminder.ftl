## Naskah yang menyertai pemilihan baru

reminder-default-month =
    Yth. { "{nama}" },
    { "{unit}" }

    <b>{ "{tahapan}" }</b> dimulai pada <b>{ "{tanggal}" }</b>, { "{sisa_hari}" } hari lagi. Menurut catatan kami, Bapak/Ibu belum menyelesaikan ikrar netralitas.

    Mohon dibaca dan diucapkan lebih awal. Pembacaannya hanya memerlukan beberapa menit dan dapat dilanjutkan kapan saja:
    { "{tautan}" }
reminder-default-week =
    Yth. { "{nama}" },
    { "{unit}" }

    Tinggal <b>{ "{sisa_hari}" } hari</b> sebelum <b>{ "{tahapan}" }</b> dimulai pada { "{tanggal}" }, sedangkan ikrar netralitas Bapak/Ibu belum kami terima.

    Mohon diselesaikan dalam pekan ini:
    { "{tautan}" }
reminder-default-day =
    Yth. { "{nama}" },
    { "{unit}" }

    <b>{ "{tahapan}" }</b> dimulai pada <b>{ "{tanggal}" }</b>. Ikrar netralitas Bapak/Ibu belum kami terima.

    Mohon diselesaikan hari ini, sebelum tahapan itu berjalan:
    { "{tautan}" }
reminder-default-campaign =
    Yth. { "{nama}" },
    { "{unit}" }

    Hari ini, { "{tanggal}" }, <b>{ "{tahapan}" }</b> dimulai. Kami mengingatkan kembali ikrar netralitas yang mengikat kita bersama:

    • menjaga netralitas dalam pelayanan publik;
    • tidak memihak, mengintimidasi, atau mengancam siapa pun;
    • bijak bermedia sosial: tidak menyukai, mengomentari, atau membagikan unggahan untuk kepentingan pasangan calon;
    • menolak politik uang dan segala jenis pemberian.

    Naskah lengkap dan ikrar Bapak/Ibu: { "{tautan}" }
reminder-default-quiet =
    Yth. { "{nama}" },
    { "{unit}" }

    <b>{ "{tahapan}" }</b> dimulai hari ini, { "{tanggal}" }. Tidak ada kegiatan kampanye dalam bentuk apa pun, termasuk di media sosial.

    Mohon tetap menjaga netralitas: tidak menyebarkan ajakan, dukungan, atau berita yang belum jelas kebenarannya, dan menolak setiap pemberian.

    Ikrar Bapak/Ibu: { "{tautan}" }
reminder-default-vote =
    Yth. { "{nama}" },
    { "{unit}" }

    Besok, { "{tanggal}" }, adalah hari <b>{ "{tahapan}" }</b>. Pilihan kita cukup dinyatakan di bilik suara.

    Mohon menggunakan hak pilih sebagai warga negara, tetap melayani masyarakat tanpa memihak, dan menolak politik uang.

    Ikrar Bapak/Ibu: { "{tautan}" }
reminder-default-new =
    Yth. { "{nama}" },
    { "{unit}" }

    Mengingatkan: <b>{ "{tahapan}" }</b>, { "{tanggal}" }. Mohon tetap menjaga netralitas dalam pelayanan, di kantor, dan di media sosial.

    Ikrar Bapak/Ibu: { "{tautan}" }
reminder-title = { $stage } · { $when }
reminder-title-last = { $stage } · { $when } dari hari terakhir

## Yang perlu diperbaiki

reminder-days-range = Jaraknya paling jauh { $most } hari dari tahapan. Tulis angka yang lebih kecil, misalnya -7.
reminder-time-outside = Pukul { $time } berada di luar jam kirim pemilihan ini ({ $from }–{ $to }). Pilih waktu di antaranya, atau ubah dahulu jam kirimnya di jadwal.
reminder-repeat-range = Pengulangan paling jarang setiap { $most } hari. Pilih angka yang lebih kecil.
reminder-repeat-owing = Pengulangan hanya untuk yang belum berikrar. Matikan dahulu pengulangannya bila pengingat ini untuk penerima lain.
reminder-text-empty = Naskahnya belum ada. Kirim teks pengingat; foto atau berkas PDF boleh disertakan, dengan teks sebagai keterangannya.
reminder-variable-unknown = Isian { $word } tidak ada. Yang dapat dipakai: { $list }. Perbaiki penulisannya, lalu kirim ulang naskahnya.
reminder-days-left-over = Pengingat ini dikirim setelah tahapannya berakhir, sehingga { $variable } tidak bermakna. Hapus isian itu dari naskah, atau majukan harinya.
reminder-text-long = Setelah diisi nama dan unit terpanjang, naskah ini menjadi { $length } karakter; batas Telegram { $room }. Kurangi sekitar { $over } karakter, lalu kirim ulang.
reminder-caption-long = Setelah diisi nama dan unit terpanjang, keterangan berkas ini menjadi { $length } karakter; batas Telegram { $room }. Kurangi sekitar { $over } karakter, atau kirim naskah tanpa berkas.
reminder-too-many = Dengan ini satu orang dapat menerima { $count } pengingat pada { $day }; paling banyak { $most } sehari. Ubah hari atau pengulangan pengingat ini, atau matikan pengingat lain pada hari itu.

prompt-doubt =
    Apakah pesan ini jawaban untuk <b>{ $topic }</b>?

    Bot bertanya dahulu, karena sejak pertanyaan itu ada hal lain di antaranya. Sebelum dijawab, pesannya tidak disimpan di mana pun, dan setelah 15 menit dilupakan.
prompt-doubt-yes = Ya, ini jawabannya
prompt-doubt-no = Bukan
prompt-doubt-taken = Baik, pesan itu dipakai sebagai jawaban.
prompt-doubt-refused = Baik, pesan itu tidak dipakai dan tidak disimpan. Pertanyaannya tetap terbuka; kirim /batal untuk menutupnya.
prompt-doubt-gone = Pesan itu sudah tidak diingat bot, jadi belum dipakai. Bila itu jawabannya, kirimlah sekali lagi.
prompt-doubt-closed = Pertanyaan itu sudah tidak terbuka, jadi pesannya tidak dipakai dan tidak disimpan. Mulailah lagi dari menunya.
prompt-topic-file = berkas yang akan diimpor
prompt-topic-stage-days = tanggal tahapan
prompt-topic-stage-name = nama tahapan
prompt-topic-calendar-file = berkas jadwal yang akan diimpor
prompt-topic-calendar-title = nama kalender
prompt-topic-draft-title = nama pemilihan
prompt-topic-election-shift = jumlah hari pergeseran jadwal
prompt-topic-rule-text = isi pengingat
prompt-topic-rule-time = jam pengingat
prompt-topic-rule-days = hari pengingat
prompt-topic-broadcast-content = isi siaran
prompt-topic-broadcast-time = waktu siaran
prompt-topic-broadcast-confirm = jumlah penerima siaran
prompt-topic-unit-search = nama unit yang dicari
prompt-topic-recipient-label = nama penerima laporan yang diundang
prompt-topic-recovery-key = kunci pemulihan

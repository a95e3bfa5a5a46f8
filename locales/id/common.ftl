error-reference = Mohon maaf, permintaan Bapak/Ibu belum dapat kami proses. Silakan coba lagi. Bila masih terjadi, sampaikan kode { $reference } kepada { $contact }.

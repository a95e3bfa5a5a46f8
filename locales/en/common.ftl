error-reference = We are sorry, your request could not be processed. Please try once more. If it happens again, give the code { $reference } to { $contact }.
error-busy = We are sorry, the storage is busy, so what you just sent has not been saved. Please try again in a moment. Everything saved before is safe.
error-full = We are sorry, the storage has a problem, so what you just sent has not been saved. Please try again later or contact { $contact }. Everything saved before is safe.
error-too-many-tries = You have tried several times. Please wait a few minutes and try again.
error-too-many-messages = Too many messages came at once; the last { $count } were not read. What was saved before is safe. Please send them again, one at a time.
error-too-many-taps = Too much at once, so this tap was not read. Please wait a moment, then tap again.

button-back = Back
button-cancel = Cancel
button-documents = My pledges
button-unknown = This button no longer works. Send /start to begin again.

command-unknown =
    Sorry, we do not know that command.

    Send /bantuan to see what you can do here.
command-start = Start
command-ikrar = Read and make the pledge
command-status = See which pledges are done
command-cek-tanda = Check a receipt
command-bahasa = Change the language
command-bantuan = Help
command-batal = Cancel this step
command-lepas = Detach this Telegram account from your record
command-lepas-admin = Detach an employee’s Telegram account
command-lepas-both = Detach a Telegram account, your own or an employee’s
command-klaim = Use a role code
command-impor = Upload the staff list
command-kode = Make link codes for a unit
command-rekap = Summary per unit
command-jadwal = Election calendar and reminders
command-siarkan = Broadcast a message
command-pesan = Messages from the agency and their settings
command-admin = List of admins
command-lapor = Report a neutrality violation
command-cek = Look up a report with its receipt
command-laporan = Reports to review
command-penerima = Recipients of reports and their keys
command-persiapan = Checklist for setting up
command-angkat = Appoint an admin

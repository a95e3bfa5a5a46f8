roster-kind-pns = Civil servant (PNS)
roster-kind-pppk = Contract ASN (PPPK)
roster-kind-non-asn = Non-ASN
roster-kind-kepala-desa = Village head
roster-kind-perangkat-desa = Village official

## Files that are no roster

roster-file-empty = The file is empty. The first row must hold the column titles, then one row for each person.
roster-file-header-only = The file holds only the column titles, and nobody below them.
roster-file-xlsx = This is an Excel workbook (XLSX) or a ZIP archive, which cannot be read. Open it in Excel, choose Save As, type "CSV UTF-8 (*.csv)", and send that CSV file.
roster-file-xls = This is an old Excel workbook (XLS), which cannot be read. Open it in Excel, choose Save As, type "CSV UTF-8 (*.csv)", and send that CSV file.
roster-file-pdf = This is a PDF. Take the table it was made from, save it as "CSV UTF-8 (*.csv)", and send that CSV file.
roster-file-binary = This is not a text file. Save the table as "CSV UTF-8 (*.csv)" and send that CSV file.

## Column titles

roster-header-missing = Required columns are missing: { $missing }. Found: { $found }. Titles that are known: { $all }. Their order is free; separate columns with commas or semicolons.
roster-header-twice = The columns "{ $first }" and "{ $second }" hold the same thing; keep one.

## Rows and cells

roster-row-wide = This row has { $found } cells, but the titles are { $expected }. Usually there is a comma or semicolon inside a cell; put that cell in double quotes ("…").
roster-row-quote = A double quote (") is opened here, on line { $line } of the file as text, and not closed where it should be, so that it swallows the rows after it. Close or remove it.
roster-cell-formula = It holds { $value }, a formula that failed. Paste as values, then mend it.
roster-text-unseen = It holds an unseen character ({ $code }) that cannot be accepted. Type the cell anew.
roster-text-too-long = It is { $found } characters long, the most is { $most }. Shorten it.
roster-name-empty = The name is empty. Give the full name.
roster-name-no-letters = "{ $value }" is no name: it has no letters. Give the full name.
roster-kind-empty = The kind is empty. Give PNS, PPPK, Non-ASN, Kepala Desa or Perangkat Desa.
roster-kind-unknown = The kind "{ $value }" is not known. Give PNS, PPPK, Non-ASN, Kepala Desa or Perangkat Desa.
roster-unit-empty = The unit is empty. Give its path from the top, for example: Pemda / Dinas Pendidikan / SDN 1.
roster-unit-empty-part = Part { $at } of the unit's path is empty. Remove the extra slash; a slash only separates units.
roster-unit-too-deep = The unit's path has { $found } levels, the most is { $most }. Shorten it; a slash only separates units.
roster-zone-unknown = The zone "{ $value }" is not known. Give WIB, WITA or WIT; or leave it empty to take the parent unit's.
roster-zone-differs = The unit "{ $unit }" is in { $zone } here, but in { $first } on row { $row }. Make them the same.
roster-head-unknown = "{ $value }" is not known. Give "ya" for the head of a unit, otherwise leave it empty.

## NIP, NI, code

roster-key-empty = The NIP/NI/code is empty. Give the NIP (PNS), the NI (PPPK) or a code of the agency's own.
roster-key-scientific = Excel has damaged this number into a form like 1,98001E+17; its digits are lost. Format the column as Text, fill it again from its source, and save as CSV once more.
roster-key-not-digits = It holds "{ $found }", but a NIP or NI has digits only. Correct the number.
roster-key-length = This number has { $found } digits, it must have 18. Complete or correct it.
roster-key-nik = A number of 16 digits is a NIK, which must not be used here. Give the NIP (PNS) or NI (PPPK); for others make a code of the agency's own, for example KD-001.
roster-key-birth-year = The year of birth { $year } (digits 1 to 4) is impossible. Check the number.
roster-key-birth-month = The month of birth { $month } (digits 5 and 6) does not exist. Check the number.
roster-key-birth-day = The day of birth { $day } (digits 7 and 8) does not exist in that month. Check the number.
roster-key-appointment-year = The year of appointment { $year } (digits 9 to 12) does not fit the year of birth. Check the number.
roster-key-appointment-month = The month of appointment { $month } (digits 13 and 14) does not exist. Check the number.
roster-key-sex = Digit 15 (sex) is { $digit }, it must be 1 or 2. Check the number.
roster-key-sequence = The last three digits are 000, but the sequence begins at 001. Usually Excel has rounded a long number: format the column as Text, then fill it again from its source.
roster-key-looks-like-ni = This number is the NI of a PPPK, but the kind is PNS. Correct the kind or the number.
roster-key-looks-like-nip = This number is the NIP of a PNS, but the kind is PPPK. Correct the kind or the number.
roster-key-ni-mark = Digit 13 of a PPPK's NI is always 2, here it is { $digit }. Check the number.
roster-key-ni-frequency = Digit 14 of a PPPK's NI (which appointment it is) is 0, it must be 1 to 9. Check the number.
roster-key-code-length = This code has { $found } characters, the most is 40. Shorten it.
roster-key-code-character = The code holds "{ $found }". Use only the letters A–Z, digits, full stop, underscore, slash and hyphen.
roster-key-twice = The same number is on row { $first } already. Remove one of them, or correct the number.
roster-key-twice-spelling = The code "{ $key }" is the same as "{ $other }" on row { $first }: capital letters do not tell codes apart. Remove one of them, or correct the code.
roster-old-key-in-use = This old number is someone else's on row { $row }. Check both.
roster-old-key-both = The old and the new number are both on record, as two people. If they are two people, leave the old number empty; if they are one, leave it empty as well, then deactivate the old record.

## Reports

roster-problem-cell = Row { $row }, column { $column }: { $what }
roster-problem-row = Row { $row }: { $what }
roster-problems = Nothing was imported yet: { $count ->
        [one] one thing needs
       *[other] { $count } things need
    } mending in the file.
roster-more = and { $count } more
roster-column-row = Row
roster-column-column = Column
roster-column-problem = Problem
roster-column-name = Name
roster-column-key = NIP/NI/Code
roster-column-unit = Unit
roster-column-code = Binding code
roster-column-link = Link
roster-warning-encoding = The file was not saved as UTF-8, so it was read as Windows-1252. Check names with accents.
roster-warning-columns = Columns that are not known and were passed over: { $columns }.
roster-warning-no-zone = There is no Zona column: new units take their parent's zone or the agency's.
roster-warning-spelling = A unit is written in two ways: "{ $first }" (row { $first_row }) and "{ $second }" (row { $second_row }). They are taken for one unit.
roster-warning-lookalike = Two units are written almost alike: "{ $first }" (row { $first_row }) and "{ $second }" (row { $second_row }). They are taken for two units; write them alike if they are one.
roster-warning-unit-known = The unit "{ $unit }" (row { $row }) is written "{ $known }" on the roster. They are taken for one unit, and the roster's spelling is kept.
roster-warning-unit-lookalike = The new unit "{ $unit }" (row { $row }) is written almost like "{ $known }" on the roster. They are taken for two units; write them alike if they are one.
roster-warning-unit-double = The roster has two units that read alike: "{ $first }" and "{ $second }". Nothing was merged. If they are one, write all of its people with exactly one spelling and import again.
roster-warning-code-known = The code "{ $code }" (row { $row }) is written "{ $known }" on the roster. They are taken for one person, and the roster's spelling is kept.
roster-warning-code-double = The roster has two people whose codes differ by capital letters alone: "{ $first }" and "{ $second }". Nothing was merged. If they are one person, import a file of its own that gives one of them another code (column NIP Lama), then deactivate that one.
roster-warning-long-number = { $count } codes consist of digits alone, 10 or more of them (rows { $rows }). Make sure that they are the agency's own codes, not a NIK, a phone number or a NIP that lacks digits.
roster-warning-number-of-asn = { $count } people of kind Non-ASN have a NIP or an NI (rows { $rows }). Check the kind or the number.
roster-report-done = Import done: { $count } people in the file.
roster-report-dry-run = A trial, nothing was changed: { $count } people in the file.
roster-report-added = New: { $count }
roster-report-changed = Updated: { $count }
roster-report-rekeyed = With a new NIP/NI/code: { $count } (link and pledges stay)
roster-report-reactivated = Active again: { $count }
roster-report-unchanged = Unchanged: { $count }
roster-report-units = New units: { $count }
roster-report-zones = Units moved to another time zone: { $count }
roster-report-old-key = Old number not found, recorded as new people: rows { $rows }
roster-report-missing = Not in the file, still active: { $count }
roster-report-deactivated = Not in the file, deactivated: { $count } (their pledges stay on record)
roster-missing = { $name }, { $key }, { $unit }

## Command line

roster-cli-cannot-read = The file { $file } cannot be read: { $detail }
roster-cli-cannot-write = The file { $file } cannot be written: { $detail }
roster-cli-out-exists = The file { $file } is there already; no code was made. Use another name, or delete it first.
roster-cli-too-many-missing = { $missing } of { $active } active people are not in the file; nothing was changed. Perhaps the file holds only some of them. If it is right: --deactivate-missing --at-most { $missing }.
roster-cli-report-written = The complete list: { $file }
roster-cli-hint-report = For the complete list, repeat with --report FILE.csv
roster-cli-hint-deactivate = To deactivate them, repeat with --deactivate-missing
roster-cli-reading = Reading
roster-cli-writing = Writing
roster-codes-unit = { $unit } ({ $count ->
        [one] one person
       *[other] { $count } people
    })
roster-codes-made = { $count } codes made, valid until { $until }. They cannot be shown again.
roster-codes-replaced = { $count } earlier codes that were not used are void.
roster-codes-linked = { $count } people are linked already and need no code.
roster-codes-written = The list of codes: { $file } (readable by its owner only)
roster-codes-kept = The codes were made but could not be printed ({ $detail }). The list is in { $file }; delete it once it is handed out.
roster-codes-unknown-unit = There is no unit "{ $unit }".
roster-codes-similar = Similar ones:
roster-codes-empty = There are no active people here. Import a roster first.
roster-unlinked = { $name } ({ $key }) is unlinked. The pledges stay on record.
roster-not-linked = { $name } ({ $key }) is not linked to any account.
roster-unknown-key = Nobody on the roster has that NIP, NI or code.
roster-key-spellings = More than one person has that code, in different spellings: { $keys }. Write it exactly like one of them.

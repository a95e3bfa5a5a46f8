-- After create_pledge: a document in two versions, someone who is reading, someone who has acknowledged.
insert into document (id, slug) values (1, 'ikrar-contoh');
insert into document_version (id, document_id, number, sha256, canonical, content, imported_at) values
    (1, 1, 1, randomblob(32), 'x', '{}', 1728000000000), (2, 1, 2, randomblob(32), 'y', '{}', 1728000000000);
insert into clause_reading (person_id, version_id, clause, shown_at, read_at) values
    (1, 2, 0, 1728000000000, 1728000003000), (1, 2, 1, 1728000003000, null);
insert into acknowledgement (seq, person_id, version_id, act, at, readings, commitment, previous, hash) values
    (1, 4, 1, 'sign', 1728000000000, '1728000000000', zeroblob(32), zeroblob(32), randomblob(32));
insert into signatory (seq, salt, key, name, kind, position, unit_path, zone) values
    (1, zeroblob(32), '197505052000031002', 'Darius Contoh', 'pns', 'Kepala Dinas', 'Pemda Contoh / Dinas Pendidikan', 'WITA');

-- After create_roster: a tree of units, people of each kind, links, codes in each state.
insert into unit (id, parent_id, name, path, depth, zone) values
    (1, null, 'Pemda Contoh', 'Pemda Contoh', 1, 'WIB'),
    (2, 1, 'Dinas Pendidikan', 'Pemda Contoh / Dinas Pendidikan', 2, 'WITA'),
    (3, 2, 'SDN 1', 'Pemda Contoh / Dinas Pendidikan / SDN 1', 3, 'WIT');
insert into person (id, key, key_kind, name, kind, position, head, unit_id, active, updated_at) values
    (1, '198001012005012001', 'nip', 'Anna Contoh', 'pns', 'Guru', 0, 3, 1, 1728000000000),
    (2, '200012312024211001', 'ni', 'Budi Contoh', 'pppk', 'Analis', 0, 2, 1, 1728000000000),
    (3, 'NA-0001', 'code', 'Citra Contoh', 'non_asn', '', 0, 2, 0, 1728000000000),
    (4, '197505052000031002', 'nip', 'Darius Contoh', 'pns', 'Kepala Dinas', 1, 2, 1, 1728000000000);
insert into link (person_id, telegram_id, language, linked_at) values
    (1, 900001, 'id', 1728000000000), (2, 900002, 'en', 1728000000000), (4, 900004, 'id', 1728000000000);
insert into binding_code (hash, person_id, created_at, created_by, expires_at, used_at, replaced_at) values
    (zeroblob(32), 1, 1728000000000, null, 1730000000000, 1728000000001, null),
    (randomblob(32), 3, 1728000000000, 900009, 1730000000000, null, null);

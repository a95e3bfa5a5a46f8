-- After index_codes: one code in two spellings, as an import before it could leave them.
insert into person (id, key, key_kind, name, kind, position, head, unit_id, active, updated_at) values
    (70001, 'KD-0701', 'code', 'Desi Contoh', 'kepala_desa', '', 0, 2, 1, 1728000000000),
    (70002, 'kd-0701', 'code', 'Desi Contoh', 'kepala_desa', '', 0, 2, 0, 1728000000000);

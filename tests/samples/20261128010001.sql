-- After guard_keys: a key with both votes waits, and a recipient and a superadmin have yet to be told.
update tip_key set confirmed_super = 900009, confirmed_other = 900010, offered_by = 900020, waits_from = '2024-10-05'
    where id = x'07000000000000000000000000000000';
insert into tip_notice (key_id, account) values
    (x'07000000000000000000000000000000', 900009),
    (x'07000000000000000000000000000000', 900020);

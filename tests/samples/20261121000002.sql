-- After create_access: both roles, a used and an open claim, a trail.
insert into role_grant (telegram_id, role, label, language, granted_at, granted_by) values
    (900009, 'superadmin', 'Ratna', 'id', 1728000000000, null), (900010, 'admin', 'Sinta', 'en', 1728000000000, 900009);
insert into claim_code (hash, role, label, created_at, created_by, expires_at, used_at, used_by) values
    (zeroblob(32), 'superadmin', 'Ratna', 1728000000000, null, 1728259200000, 1728000000001, 900009),
    (randomblob(32), 'admin', 'Operator', 1728000000000, 900009, 1728259200000, null, null);
insert into audit (at, actor, action, subject, detail) values (1728000000000, null, 'role.claim', 'Ratna', '');

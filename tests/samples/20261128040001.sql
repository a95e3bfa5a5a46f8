-- After void_codes: a role that was claimed and not told yet, a code that was void when its maker was revoked.
insert into role_news (at, kind, role, label, account, actor) values
    (1728000000000, 'claimed', 'admin', 'Sinta', 900010, 900009), (1728000000001, 'revoked', 'admin', 'Operator', 900011, null);
update claim_code set voided_at = 1728000000002 where used_at is null;

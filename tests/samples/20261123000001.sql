-- After create_tips: two agencies, keys in every state, and a case with everything that can hang on it.
insert into tip_setting (name, value) values ('salt', zeroblob(16));
insert into tip_recipient (id, agency, recovery, label, invited_by, telegram_id, language) values
    (x'01000000000000000000000000000000', 'bkpsdm', 0, 'Penerima A', 900009, 900020, 'id'),
    (x'02000000000000000000000000000000', 'bawaslu', 0, 'Penerima B', 900009, 900021, 'id');
insert into tip_recipient (id, agency, recovery, label) values
    (x'03000000000000000000000000000000', 'bkpsdm', 1, 'Kunci pemulihan');
insert into tip_recipient (id, agency, recovery, label, invitation, invited_by, expires_on) values
    (x'04000000000000000000000000000000', 'bawaslu', 0, 'Undangan', zeroblob(32), 900009, '2024-10-07');
insert into tip_key (id, recipient_id, public_key, state, confirmed_super, confirmed_other, changed_on) values
    (x'05000000000000000000000000000000', x'01000000000000000000000000000000', 'age1a', 'active', 900009, 900010, '2024-10-04'),
    (x'06000000000000000000000000000000', x'02000000000000000000000000000000', 'age1b', 'active', 900009, 900010, '2024-10-04'),
    (x'07000000000000000000000000000000', x'01000000000000000000000000000000', 'age1c', 'pending', null, 900010, '2024-10-04'),
    (x'08000000000000000000000000000000', x'01000000000000000000000000000000', 'age1d', 'retired', 900009, 900010, '2024-10-01'),
    (x'09000000000000000000000000000000', x'01000000000000000000000000000000', 'age1e', 'leaked', null, null, '2024-10-01');
insert into tip_case (id, locator, reply_key, received_on) values
    (x'11000000000000000000000000000000', zeroblob(32), 'age1r', '2024-10-04'),
    (x'12000000000000000000000000000000', x'ff00000000000000000000000000000000000000000000000000000000000000', 'age1s', '2024-10-04');
insert into tip_handling (case_id, agency, status, unread, merged_into, changed_on, closed_on) values
    (x'11000000000000000000000000000000', 'bkpsdm', 'reviewed', 1, null, '2024-10-04', null),
    (x'12000000000000000000000000000000', 'bkpsdm', 'done', 0, x'11000000000000000000000000000000', '2024-10-04', '2024-10-04');
insert into tip_item (id, case_id, n, kind, agency, author, on_day, unread, sealed) values
    (x'21000000000000000000000000000000', x'11000000000000000000000000000000', 1, 'report', null, null, '2024-10-04', 0, x'00'),
    (x'22000000000000000000000000000000', x'11000000000000000000000000000000', 2, 'reply', 'bkpsdm', x'01000000000000000000000000000000', '2024-10-04', 1, x'00'),
    (x'23000000000000000000000000000000', x'11000000000000000000000000000000', 3, 'note', 'bkpsdm', x'01000000000000000000000000000000', '2024-10-04', 0, x'00');
insert into tip_audit (id, on_day, actor, action, case_id) values
    (x'31000000000000000000000000000000', '2024-10-04', 900020, 'case.fetch', x'11000000000000000000000000000000');
insert into tip_digest (slot, recipient_id) values ('2024-10-04 08:00', x'01000000000000000000000000000000');

-- After seal_apart: a case that both agencies have, and that neither may know of yet; one sealed anew, not compared yet.
insert into tip_case (id, locator, reply_key, received_on) values
    (x'13000000000000000000000000000000', x'ee00000000000000000000000000000000000000000000000000000000000000', 'age1t', '2024-10-05');
insert into tip_handling (case_id, agency, status, unread, changed_on, shown) values
    (x'13000000000000000000000000000000', 'bkpsdm', 'received', 0, '2024-10-05', 0),
    (x'13000000000000000000000000000000', 'bawaslu', 'received', 0, '2024-10-05', 0);
insert into tip_item (id, case_id, n, kind, agency, on_day, unread, sealed, digest) values
    (x'24000000000000000000000000000000', x'13000000000000000000000000000000', -1, 'report', 'bkpsdm', '2024-10-05', 0, x'01', zeroblob(32)),
    (x'25000000000000000000000000000000', x'13000000000000000000000000000000', -1, 'report', 'bawaslu', '2024-10-05', 0, x'02', zeroblob(32));
update tip_item set former = x'07' where id = x'21000000000000000000000000000000';
insert into tip_setting (name, value) values ('released', cast('2024-10-05 08:00' as blob));

-- After record_links: a link that ended, one by another account, a question about what the first one did.
update link_history set ended_at = 1728000000002, ended_how = 'admin', account = zeroblob(32) where person_id = 4;
insert into link_history (id, person_id, salt, account, how, code_by, linked_at) values
    (50, 4, randomblob(32), randomblob(32), 'code', 900009, 1728000000003);
insert into acknowledgement_link (seq, link_id) select 1, id from link_history where person_id = 4 and id <> 50;
insert into pledge_question (seq, link_id, asked_at, answer, answered_at) values
    (1, 50, 1728000000003, 'denied', 1728000000004);
insert into person_change (person_id, at, after_seq, key_changed, name_changed) values (2, 1728000000000, 1, 1, 0);

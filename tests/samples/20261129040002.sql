-- After create_code_run: one that was stopped half way, and one under way.
insert into code_run (unit_id, apart, began_by, began_at, files, sent_until, ended_at, ended_how) values
    ((select min(id) from unit), 1, 900001, 1728000000000, 2, 1728000000500, 1728000001000, 'stopped'),
    ((select min(id) from unit), 0, 900001, 1728000002000, 0, null, null, null);

-- Which account spoke for whom, from when to when, and by whose code. The account is a commitment: SHA-256
-- over a salt and the number. With the salt erased, nothing leads from here to an account.
create table link_history (
    id integer primary key,
    person_id integer not null references person (id),
    salt blob check (length(salt) = 32),
    account blob check (length(account) = 32), -- null: not noted yet, while the link stands; else erased
    how text not null check (how in ('code', 'before')), -- before: linked when no history was kept
    code_by integer, -- as binding_code.created_by
    linked_at integer not null,
    ended_at integer,
    ended_how text check (ended_how in ('self', 'admin', 'left')),
    check ((ended_at is null) = (ended_how is null))
) strict;
create index link_history_person on link_history (person_id);
create unique index link_history_open on link_history (person_id) where ended_at is null;
create trigger link_history_no_delete before delete on link_history
    begin select raise(abort, 'the history of links is append-only'); end;
insert into link_history (person_id, salt, how, linked_at)
    select person_id, randomblob(32), 'before', linked_at from link;

-- By which link an entry of the ledger was made.
create table acknowledgement_link (
    seq integer primary key references acknowledgement (seq),
    link_id integer not null references link_history (id)
) strict;
create index acknowledgement_link_link on acknowledgement_link (link_id);
create trigger acknowledgement_link_no_update before update on acknowledgement_link
    begin select raise(abort, 'the ledger is append-only'); end;
create trigger acknowledgement_link_no_delete before delete on acknowledgement_link
    begin select raise(abort, 'the ledger is append-only'); end;

-- What another account acknowledged in someone's name, as they were asked when they linked theirs.
create table pledge_question (
    seq integer not null references acknowledgement (seq),
    link_id integer not null references link_history (id), -- of whoever is asked
    asked_at integer not null,
    answer text check (answer in ('own', 'denied')),
    answered_at integer,
    primary key (seq, link_id),
    check ((answer is null) = (answered_at is null))
) strict, without rowid;
create index pledge_question_link on pledge_question (link_id);

-- Whose key or name an import changed, and when: why a signatory may differ from the roster of today.
create table person_change (
    id integer primary key,
    person_id integer not null references person (id),
    at integer not null,
    after_seq integer not null, -- the last entry of the ledger then
    key_changed integer not null check (key_changed in (0, 1)),
    name_changed integer not null check (name_changed in (0, 1))
) strict;
create index person_change_person on person_change (person_id);
create trigger person_change_no_update before update on person_change
    begin select raise(abort, 'changes of people are append-only'); end;
create trigger person_change_no_delete before delete on person_change
    begin select raise(abort, 'changes of people are append-only'); end;

-- How long a part had to be on screen, in seconds, when it was confirmed. Null: not kept then.
alter table clause_reading add column dwell integer;

-- From where on all of the above is kept: of what came before, less can be checked.
create table record_start (
    id integer primary key check (id = 1),
    after_seq integer not null, -- the last entry of the ledger before
    after_audit integer not null, -- the last row of the trail before
    after_link integer not null -- the last link that was there already
) strict;
insert into record_start (id, after_seq, after_audit, after_link)
    select 1, (select coalesce(max(seq), 0) from acknowledgement), (select coalesce(max(id), 0) from audit),
        (select coalesce(max(id), 0) from link_history);
create trigger record_start_no_update before update on record_start
    begin select raise(abort, 'the beginning of records does not move'); end;
create trigger record_start_no_delete before delete on record_start
    begin select raise(abort, 'the beginning of records does not move'); end;

-- Codes for many, made and sent in portions: how far that is, so that it can be stopped, and go on after a crash.
create table code_run (
    id integer primary key,
    unit_id integer not null references unit (id), -- it and all below
    apart integer not null check (apart in (0, 1)), -- a file for each unit right below
    began_by integer, -- Telegram id of the admin
    began_at integer not null,
    files integer not null default 0, -- that were sent
    replaced integer not null default 0, -- earlier codes, not used, whose place those of the run took
    sent_until integer, -- codes of the run that were made until then are in the hands of the admin
    ended_at integer,
    ended_how text check (ended_how in ('done', 'stopped', 'failed')),
    check ((ended_at is null) = (ended_how is null))
) strict;
